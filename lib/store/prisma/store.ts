import type { Store } from '#kms/ports.ts'
import { cachedReads } from '../cache.ts'
import { Listeners } from '../listeners.ts'
import { openClient, READER_PRAGMAS } from './client.ts'
import { GroupCommit } from './group-commit.ts'
import { prismaReads } from './reads.ts'
import { spawnWriter, startWriter } from './writer-thread.ts'

/** A store on a SQLite file that is prepared and that nobody else writes. Throws StoreError. */
export async function openDatabase(file: string): Promise<Store> {
  const { writer, reader } = await connect(file)
  const cache = cachedReads(prismaReads(reader))
  const listeners = new Listeners()
  const commits = new GroupCommit({
    write: (batch) => writer.write(batch),
    committed(transactions) {
      const changing = transactions.filter(({ writes }) => writes.length > 0)
      for (const { writes } of changing) cache.invalidate(writes)
      for (const { writes } of changing) listeners.tell(writes)
    },
    failed: () => cache.clear(),
  })
  return {
    ...cache.reads,
    commit: (transaction) => commits.commit(transaction),
    onCommit: (listener) => listeners.add(listener),
    async close() {
      await commits.close()
      await writer.close()
      await reader.$disconnect()
    },
  }
}

/** Both connections at once: loading the writer's thread and the reader's client take as long as all the rest. */
async function connect(file: string) {
  const starting = [startWriter(() => spawnWriter(file)), openClient(file, READER_PRAGMAS)] as const
  const [writer, reader] = await Promise.allSettled(starting)
  if (writer.status === 'fulfilled' && reader.status === 'fulfilled') {
    return { writer: writer.value, reader: reader.value }
  }
  if (writer.status === 'fulfilled') await writer.value.close()
  if (reader.status === 'fulfilled') await reader.value.$disconnect()
  throw writer.status === 'rejected' ? writer.reason : (reader as PromiseRejectedResult).reason
}
