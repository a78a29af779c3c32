import { parentPort, Worker, workerData } from 'node:worker_threads'
import { isStoreError } from '#store/errors.ts'
import { type VerifyRequest, verify } from './verify.ts'
import { VERDICT, type Verification, VerifyError } from './verify-files.ts'

// This module is also the program of the thread that it starts.

type Message =
  | { readonly kind: 'progress'; readonly read: number; readonly all: number }
  | { readonly kind: 'done'; readonly verification: Verification }

/**
 * `verify` beside a server that goes on answering: in a thread, with a connection of its own. Rejects with the reason
 * of `signal` when that is aborted.
 */
export async function verifyInThread(
  request: VerifyRequest,
  progress: (read: number, all: number) => void,
  signal: AbortSignal,
): Promise<Verification> {
  signal.throwIfAborted()
  // Flags of the process, such as --input-type or --import, are not for this thread.
  const thread = new Worker(new URL(import.meta.url), { workerData: { verify: request }, execArgv: [] })
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('the thread that verifies the log ended')))
      thread.on('message', (message: Message) => {
        if (message.kind === 'done') resolve(message.verification)
        else progress(message.read, message.all)
      })
    })
  } finally {
    await thread.terminate()
  }
}

/** What cannot be read is a verdict too. */
async function verified(request: VerifyRequest, tell: (message: Message) => void): Promise<Verification> {
  try {
    return await verify(request, (read, all) => tell({ kind: 'progress', read, all }))
  } catch (error) {
    if (!(error instanceof VerifyError || isStoreError(error))) throw error
    return { code: VERDICT.unreadable, lines: [error.message] }
  }
}

if (parentPort && workerData?.verify) {
  const port = parentPort
  const tell = (message: Message) => port.postMessage(message)
  tell({ kind: 'done', verification: await verified(workerData.verify, tell) })
}
