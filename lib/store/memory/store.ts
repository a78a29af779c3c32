import type { SandboxId } from '#kernel/ids.ts'
import type { Store, Transaction, TreeHead, Write } from '#kms/ports.ts'
import { cachedReads } from '../cache.ts'
import { StoreError } from '../errors.ts'
import { Listeners } from '../listeners.ts'
import { type Answer, assertOneChangePerRow, planBatch } from '../plan.ts'
import { rowsByEvent } from '../row-digests.ts'
import { MemoryLog } from './log.ts'
import { memoryReads } from './reads.ts'
import { MemorySnapshots } from './snapshots.ts'
import { MemoryTables } from './tables.ts'

/** A store that forgets everything when it goes: for tests. It keeps the contract of the durable one. */
export function openMemoryStore(): Store {
  const tables = new MemoryTables()
  const log = new MemoryLog()
  const snapshots = new MemorySnapshots(tables, log)
  const cache = cachedReads(memoryReads(tables, log, snapshots))
  const listeners = new Listeners<readonly Write[]>()
  const rewinds = new Listeners<SandboxId>()
  const appends = new Listeners<readonly TreeHead[]>()
  let revision = 0
  let closed = false

  return {
    ...cache.reads,
    async commit(transaction: Transaction): Promise<Answer> {
      if (closed) throw new StoreError('closed', 'the store is closed')
      const { writes, events, carried = [], prunes, whole } = transaction
      assertOneChangePerRow(writes)
      const { answers, changes } = planBatch([transaction], (id) => tables.versionOf(id), revision + 1)
      const [answer = 'stale'] = answers
      if (answer === 'stale') return answer
      revision += 1
      for (const change of changes) tables.apply(change)
      const told = rowsByEvent(writes, events, carried)
      events.forEach((event, index) => {
        log.append(event, told[index] ?? [])
      })
      if (prunes) log.prune(prunes)
      const rewound = whole && snapshots.apply(whole, revision)
      cache.invalidate(transaction)
      listeners.tell(writes)
      if (rewound) {
        cache.forget(whole.sandbox)
        rewinds.tell(whole.sandbox)
      }
      const grown = new Set(events.map(({ sandbox }) => sandbox))
      if (grown.size > 0) appends.tell(log.heads().filter(({ sandbox }) => grown.has(sandbox)))
      return answer
    },
    onCommit: (listener) => listeners.add(listener),
    onRewind: (listener) => rewinds.add(listener),
    onAppend: (listener) => appends.add(listener),
    treeHeads: () => log.heads(),
    async close() {
      closed = true
    },
  }
}
