import type { SandboxId } from '#kernel/ids.ts'
import type { StoreObserver } from '#kernel/observer.ts'
import type { Store, TreeHead, WholeSandbox, Write } from '#kms/ports.ts'
import { cachedReads } from '../cache.ts'
import { Listeners } from '../listeners.ts'
import { openClient, READER_PRAGMAS } from './client.ts'
import { EventSearch } from './event-search.ts'
import { GroupCommit } from './group-commit.ts'
import type { PackedHead } from './messages.ts'
import { OpenedFiles } from './opened-files.ts'
import { prismaReads } from './reads.ts'
import { LogReader } from './segment-index/reader.ts'
import { type Damaged, spawnWriter, startWriter } from './writer-thread.ts'

/** A store on a SQLite file that is prepared and that nobody else writes. Throws StoreError. */
export async function openDatabase(file: string, observer?: StoreObserver, damaged?: Damaged): Promise<Store> {
  const { writer, reader } = await connect(file, damaged)
  const files = new OpenedFiles(file)
  const log = new LogReader(reader)
  const cache = cachedReads(prismaReads(reader, new EventSearch(reader, log)), undefined, observer?.caches)
  const listeners = new Listeners<readonly Write[]>()
  const rewinds = new Listeners<SandboxId>()
  const appends = new Listeners<readonly TreeHead[]>()
  const heads = new Map(writer.heads.map(treeHead).map((head) => [head.sandbox, head]))
  const commits = new GroupCommit({
    write: (batch) => files.inPlace(() => writer.write(batch)),
    committed(transactions, grown) {
      for (const transaction of transactions) cache.invalidate(transaction)
      for (const { writes } of transactions) if (writes.length > 0) listeners.tell(writes)
      for (const { prunes } of transactions) if (prunes) log.forget(prunes)
      const rewound = transactions.flatMap(({ whole }) => (whole && isRewind(whole) ? [whole.sandbox] : []))
      for (const sandbox of rewound) {
        cache.forget(sandbox)
        log.forgetLog(sandbox)
        heads.delete(sandbox)
      }
      const moved = grown.map(treeHead)
      for (const head of moved) heads.set(head.sandbox, head)
      for (const sandbox of rewound) rewinds.tell(sandbox)
      if (moved.length > 0) appends.tell(moved)
    },
    failed: () => cache.clear(),
    ...(observer && { observer: observer.commits }),
  })
  const warming = log.warm(writer.heads)
  return {
    ...cache.reads,
    commit: (transaction) => commits.commit(transaction),
    onCommit: (listener) => listeners.add(listener),
    onRewind: (listener) => rewinds.add(listener),
    onAppend: (listener) => appends.add(listener),
    treeHeads: () => [...heads.values()],
    async close() {
      await commits.close()
      log.close()
      await warming
      await writer.close()
      await reader.$disconnect()
    },
  }
}

function isRewind({ act }: WholeSandbox): boolean {
  return act === 'restore' || act === 'erase'
}

function treeHead({ sandbox, size, root }: PackedHead): TreeHead {
  return { sandbox: sandbox as SandboxId, size, root: Buffer.from(root, 'hex') }
}

/** Both connections at once: loading the writer's thread and the reader's client take as long as all the rest. */
async function connect(file: string, damaged: Damaged | undefined) {
  const starting = [startWriter(() => spawnWriter(file), damaged), openClient(file, READER_PRAGMAS)] as const
  const [writer, reader] = await Promise.allSettled(starting)
  if (writer.status === 'fulfilled' && reader.status === 'fulfilled') {
    return { writer: writer.value, reader: reader.value }
  }
  if (writer.status === 'fulfilled') await writer.value.close()
  if (reader.status === 'fulfilled') await reader.value.$disconnect()
  throw writer.status === 'rejected' ? writer.reason : (reader as PromiseRejectedResult).reason
}
