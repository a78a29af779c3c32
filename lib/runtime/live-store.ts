import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Store, Transaction } from '#kms/ports.ts'
import { StoreError } from '#store/errors.ts'
import type { Sandboxes } from './sandboxes.ts'

/**
 * A store that appends to no log of a sandbox that is gone: a call that was under way when its sandbox was deleted fails
 * with StoreError `no-sandbox`, and leaves nothing for the next one of that name. It stands right before the store, so
 * that nothing comes between.
 */
export function liveStore(store: Store, sandboxes: Pick<Sandboxes, 'get'>): Store {
  /** Deletions that wait to be written: what comes after them comes too late. */
  const going = new Map<SandboxId, number>()

  const isLive = (sandbox: SandboxId, { writes }: Transaction) =>
    sandbox === MAIN_SANDBOX ||
    (sandboxes.get(sandbox) !== undefined && !going.has(sandbox)) ||
    writes.some((write) => write.table === 'sandbox' && write.act === 'put' && write.row.id === sandbox)

  return {
    ...store,
    async commit(transaction) {
      const gone = transaction.events.find(({ sandbox }) => !isLive(sandbox, transaction))
      if (gone) throw new StoreError('no-sandbox', `there is no sandbox ${gone.sandbox}`)
      if (transaction.whole?.act !== 'erase') return store.commit(transaction)
      const { sandbox } = transaction.whole
      going.set(sandbox, (going.get(sandbox) ?? 0) + 1)
      try {
        return await store.commit(transaction)
      } finally {
        const left = (going.get(sandbox) ?? 1) - 1
        if (left > 0) going.set(sandbox, left)
        else going.delete(sandbox)
      }
    },
  }
}
