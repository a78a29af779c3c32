import { serve } from '#server/main.ts'
import { openPrismaStore } from '#store/open.ts'

/*
 * The server as it would be if events cost nothing: what changes no row is answered without being written. Composed
 * here only, for measuring; no configuration of the program does this.
 */

await serve({
  console: false,
  dev: false,
  async openStore(options) {
    const store = await openPrismaStore(options)
    return {
      ...store,
      commit: async (transaction) => (transaction.writes.length === 0 ? 'committed' : await store.commit(transaction)),
    }
  },
})
