import { parentPort, workerData } from 'node:worker_threads'
import { isStoreError, reasonOf } from '../errors.ts'
import { BatchWriter } from './batch-writer.ts'
import { openClient, WRITER_PRAGMAS } from './client.ts'
import type { WriterData, WriterReply, WriterRequest } from './messages.ts'

// The thread that owns the only writing connection, so that a slow disk never blocks the event loop.

if (!parentPort) throw new Error('writer-worker.ts runs as a worker thread only')
const port = parentPort
const { file }: WriterData = workerData
const writer = new BatchWriter(() => openClient(file, WRITER_PRAGMAS))

async function answer(request: WriterRequest): Promise<void> {
  if (request.kind === 'close') {
    await writer.close()
    port.close()
    return
  }
  await report(async () => ({ kind: 'written', answers: await writer.write(request.batch) }))
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
await report(async () => {
  await writer.open()
  return { kind: 'ready' }
})
