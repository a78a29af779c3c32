import { parentPort, workerData } from 'node:worker_threads'
import { isStoreError, reasonOf } from '../errors.ts'
import { BatchWriter } from './batch-writer.ts'
import { openConnection, WRITER_PRAGMAS } from './client.ts'
import type { WriterData, WriterNotice, WriterReply, WriterRequest } from './messages.ts'

// The thread that owns the only writing connection, so that a slow disk never blocks the event loop.

if (!parentPort) throw new Error('writer-worker.ts runs as a worker thread only')
const port = parentPort
const { file }: WriterData = workerData
const writer = new BatchWriter(
  () => openConnection(file, WRITER_PRAGMAS),
  ({ message }) => port.postMessage({ kind: 'damaged', message } satisfies WriterNotice),
)

let closes = false
let indexes = false

async function answer(request: WriterRequest): Promise<void> {
  if (request.kind === 'close') {
    closes = true
    await writer.close()
    port.close()
    return
  }
  await report(async () => ({ kind: 'written', ...(await writer.write(request.batch)) }))
  await writeIndexes()
}

/**
 * Goes on until no segment lacks its index, letting batches in between. It is tried again after the next batch, which
 * tells of a database that cannot be written; meanwhile the log is searched without what is missing.
 */
async function writeIndexes(): Promise<void> {
  if (indexes) return
  indexes = true
  let more = true
  while (more && !closes) more = await writer.index().catch(() => false)
  indexes = false
}

async function report(work: () => Promise<WriterReply>): Promise<void> {
  try {
    port.postMessage(await work())
  } catch (error) {
    const reply: WriterReply = {
      kind: 'failed',
      code: isStoreError(error) ? error.code : 'write-failed',
      message: reasonOf(error),
    }
    port.postMessage(reply)
  }
}

port.on('message', answer)
await report(async () => ({ kind: 'ready', heads: await writer.open() }))
await writeIndexes()
