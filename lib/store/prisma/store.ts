import type { SandboxId } from '#kernel/ids.ts'
import type { StoreObserver } from '#kernel/observer.ts'
import type { Store, TreeHead, Write } from '#kms/ports.ts'
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
  const appends = new Listeners<readonly TreeHead[]>()
  const heads = new Map(writer.heads.map(treeHead).map((head) => [head.sandbox, head]))
  const commits = new GroupCommit({
    write: (batch) => files.inPlace(() => writer.write(batch)),
    committed(transactions, grown) {
      const changing = transactions.filter(({ writes }) => writes.length > 0)
      for (const { writes } of changing) cache.invalidate(writes)
      for (const { writes } of changing) listeners.tell(writes)
      for (const { prunes } of transactions) if (prunes) log.forget(prunes)
      const moved = grown.map(treeHead)
      for (const head of moved) heads.set(head.sandbox, head)
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
