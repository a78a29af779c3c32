import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadData } from './crypto-threads.ts'
import type { Job, Reply } from './jobs.ts'
import { perform } from './perform.ts'

// A thread of CryptoThreads.

if (!parentPort) throw new Error('crypto-worker.ts runs as a worker thread only')
const port = parentPort
const { nice }: ThreadData = workerData
if (nice > 0) lowerPriority(nice)

/**
 * Linux keeps a priority for each thread, and 0 names the calling one; elsewhere it would be that of the whole process.
 * Where lowering is not allowed, keys are made at the usual priority.
 */
function lowerPriority(value: number): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, value)
  } catch {
    // As said above.
  }
}

function answer(job: Job): void {
  try {
    const bytes = perform(job)
    // Memory of its own, which is moved, so that this thread keeps no copy.
    const moved = bytes && Uint8Array.from(bytes)
    bytes?.fill(0)
    reply({ kind: 'done', bytes: moved }, moved && [moved.buffer])
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

function reply(message: Reply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

port.on('message', answer)
