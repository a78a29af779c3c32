import type { Store, Transaction, TreeHead, Write } from '#kms/ports.ts'
import { cachedReads } from '../cache.ts'
import { StoreError } from '../errors.ts'
import { Listeners } from '../listeners.ts'
import { type Answer, assertOneChangePerRow, planBatch } from '../plan.ts'
import { rowDigests } from '../row-digests.ts'
import { MemoryLog } from './log.ts'
import { memoryReads } from './reads.ts'
import { MemoryTables } from './tables.ts'

/** A store that forgets everything when it goes: for tests. It keeps the contract of the durable one. */
export function openMemoryStore(): Store {
  const tables = new MemoryTables()
  const log = new MemoryLog()
  const cache = cachedReads(memoryReads(tables, log))
  const listeners = new Listeners<readonly Write[]>()
  const appends = new Listeners<readonly TreeHead[]>()
  let revision = 0
  let closed = false

  return {
    ...cache.reads,
    async commit(transaction: Transaction): Promise<Answer> {
      if (closed) throw new StoreError('closed', 'the store is closed')
      const { writes, events, carried = [], prunes } = transaction
      assertOneChangePerRow(writes)
      const { answers, changes } = planBatch([transaction], (id) => tables.versionOf(id), revision + 1)
      const [answer = 'stale'] = answers
      if (answer === 'stale') return answer
      revision += 1
      for (const change of changes) tables.apply(change)
      events.forEach((event, index) => {
        log.append(event, index === 0 ? [...rowDigests(writes), ...carried] : [])
      })
      if (prunes) log.prune(prunes)
      cache.invalidate(writes)
      listeners.tell(writes)
      const grown = new Set(events.map(({ sandbox }) => sandbox))
      if (grown.size > 0) appends.tell(log.heads().filter(({ sandbox }) => grown.has(sandbox)))
      return answer
    },
    onCommit: (listener) => listeners.add(listener),
    onAppend: (listener) => appends.add(listener),
    treeHeads: () => log.heads(),
    async close() {
      closed = true
    },
  }
}
