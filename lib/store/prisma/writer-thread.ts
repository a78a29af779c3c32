import { Worker } from 'node:worker_threads'
import { reasonOf, StoreError } from '../errors.ts'
import type {
  PackedHead,
  PackedTransaction,
  WriterData,
  WriterNotice,
  WriterReply,
  WriterRequest,
  Written,
} from './messages.ts'

/** Starts the thread that owns the writing connection. */
export function spawnWriter(file: string): Worker {
  const workerData: WriterData = { file }
  // Flags of the process, such as --input-type or --import, are not for this thread.
  return new Worker(new URL('./writer-worker.ts', import.meta.url), { workerData, execArgv: [] })
}

interface Asker {
  readonly resolve: (reply: WriterReply) => void
  readonly reject: (error: StoreError) => void
}

/** Told of a part of the log that cannot be read, in words. */
export type Damaged = (message: string) => void

/** The writer's thread as the event loop sees it. One request at a time. */
export class WriterThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #asker: Asker | undefined
  #heads: readonly PackedHead[] = []
  #crash: StoreError | undefined

  private constructor(worker: Worker, damaged: Damaged) {
    this.#worker = worker
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()))
    worker.on('message', (message: WriterReply | WriterNotice) => {
      if (message.kind === 'damaged') damaged(message.message)
      else this.#take()?.resolve(message)
    })
    worker.on('error', (error) => this.#crashed(error.message))
    worker.on('exit', (code) => this.#crashed(`exit code ${code}`))
  }

  /** Resolves when the thread has its connection; throws StoreError when it cannot have it. */
  static async start(spawn: () => Worker, damaged: Damaged): Promise<WriterThread> {
    const thread = new WriterThread(spawn(), damaged)
    const reply = await thread.#reply()
    if (reply.kind !== 'failed') {
      thread.#heads = reply.heads
      return thread
    }
    await thread.close()
    throw new StoreError(reply.code, reply.message)
  }

  /** The heads of all logs when it started. */
  get heads(): readonly PackedHead[] {
    return this.#heads
  }

  /** Whether the thread has ended; it takes no more requests then. */
  get crashed(): boolean {
    return this.#crash !== undefined
  }

  /** Rejects with `write-failed`, or `writer-crashed` when the outcome is unknown. */
  async write(batch: readonly PackedTransaction[]): Promise<Written> {
    this.#post({ kind: 'write', batch })
    const reply = await this.#reply()
    if (reply.kind === 'written') return reply
    throw reply.kind === 'failed'
      ? new StoreError(reply.code, reply.message)
      : new StoreError('writer-crashed', `the writer's thread answered ${reply.kind} to a batch`)
  }

  /** Resolves when the thread has closed its connection and ended. */
  async close(): Promise<void> {
    this.#post({ kind: 'close' })
    await this.#ended
  }

  #post(request: WriterRequest): void {
    this.#worker.postMessage(request)
  }

  #reply(): Promise<WriterReply> {
    return new Promise((resolve, reject) => {
      if (this.#crash) reject(this.#crash)
      else this.#asker = { resolve, reject }
    })
  }

  #take(): Asker | undefined {
    const asker = this.#asker
    this.#asker = undefined
    return asker
  }

  #crashed(reason: string): void {
    this.#crash ??= new StoreError(
      'writer-crashed',
      `the writer's thread ended (${reason}); whether the last calls were written is unknown`,
    )
    this.#take()?.reject(this.#crash)
  }
}

/** A thread that is replaced by the next write when it has crashed. */
export interface LastingWriter {
  /** The heads of all logs when it started. */
  readonly heads: readonly PackedHead[]
  write(batch: readonly PackedTransaction[]): Promise<Written>
  close(): Promise<void>
}

export async function startWriter(spawn: () => Worker, damaged: Damaged = () => undefined): Promise<LastingWriter> {
  let thread = await WriterThread.start(spawn, damaged)
  return {
    heads: thread.heads,
    async write(batch) {
      if (thread.crashed) thread = await startAgain(spawn, damaged)
      return await thread.write(batch)
    },
    async close() {
      await thread.close()
    },
  }
}

/** Throws StoreError `write-failed`: what waits for the thread was not given to it. */
async function startAgain(spawn: () => Worker, damaged: Damaged): Promise<WriterThread> {
  try {
    return await WriterThread.start(spawn, damaged)
  } catch (error) {
    const message = `nothing of this was written, because the writer could not be started again: ${reasonOf(error)}`
    throw new StoreError('write-failed', message, { cause: error })
  }
}
