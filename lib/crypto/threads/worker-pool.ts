import type { Worker } from 'node:worker_threads'
import type { Reply } from './jobs.ts'

interface Task<Job> {
  readonly job: Job
  readonly transfer: readonly ArrayBuffer[]
  readonly resolve: (bytes: Buffer | undefined) => void
  readonly reject: (error: Error) => void
}

/**
 * Threads that each do one job at a time, first come, first served. A thread starts when a job finds none idle, until
 * there are `size`; one that crashes rejects its own job only, and the next job has it replaced. They keep no process
 * alive.
 */
export class WorkerPool<Job> {
  readonly #spawn: () => Worker
  readonly #size: number
  readonly #queue: Task<Job>[] = []
  readonly #idle: Worker[] = []
  /** Every thread that has not ended, with what it is at. */
  readonly #threads = new Map<Worker, Task<Job> | undefined>()
  #closed = false

  constructor(spawn: () => Worker, size: number) {
    if (!(size >= 1)) throw new RangeError('a pool has at least one thread')
    this.#spawn = spawn
    this.#size = size
  }

  /**
   * What the thread answers. The memory in `transfer` moves to the thread. Rejects when the job throws, when its
   * thread crashes, and after `close`.
   */
  run(job: Job, transfer: readonly ArrayBuffer[] = []): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closedError())
      this.#queue.push({ job, transfer, resolve, reject })
      this.#dispatch()
    })
  }

  /** Rejects what waits or runs, and resolves when every thread has ended: a job that has begun ends first. */
  async close(): Promise<void> {
    this.#closed = true
    const threads = [...this.#threads]
    for (const task of [...this.#queue.splice(0), ...threads.map(([, underway]) => underway)]) {
      task?.reject(closedError())
    }
    await Promise.all(threads.map(([worker]) => worker.terminate()))
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const worker = this.#idle.pop() ?? (this.#threads.size < this.#size ? this.#start() : undefined)
      const task = worker && this.#queue.shift()
      if (!worker || !task) return
      this.#assign(worker, task)
    }
  }

  #assign(worker: Worker, task: Task<Job>): void {
    this.#threads.set(worker, task)
    try {
      worker.postMessage(task.job, task.transfer)
    } catch (error) {
      // A job that cannot be cloned is the caller's fault; the thread never saw it.
      this.#finish(worker)?.reject(asError(error))
    }
  }

  #start(): Worker {
    const worker = this.#spawn()
    worker.on('message', (reply: Reply) => {
      settle(this.#finish(worker), reply)
      this.#dispatch()
    })
    worker.on('error', (error) => this.#crashed(worker, asError(error).message))
    worker.on('exit', (code) => this.#crashed(worker, `exit code ${code}`))
    // After the listeners: to listen for messages holds the process again.
    worker.unref()
    return worker
  }

  /** The thread is idle again. Gives what it was at. */
  #finish(worker: Worker): Task<Job> | undefined {
    const task = this.#threads.get(worker)
    this.#threads.set(worker, undefined)
    this.#idle.push(worker)
    return task
  }

  #crashed(worker: Worker, reason: string): void {
    if (!this.#threads.has(worker)) return
    const task = this.#threads.get(worker)
    this.#threads.delete(worker)
    const place = this.#idle.indexOf(worker)
    if (place >= 0) this.#idle.splice(place, 1)
    task?.reject(new Error(`a crypto thread ended (${reason})`))
    if (!this.#closed) this.#dispatch()
  }
}

function settle<Job>(task: Task<Job> | undefined, reply: Reply): void {
  if (reply.kind === 'failed') task?.reject(new Error(reply.message))
  else task?.resolve(reply.bytes && Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength))
}

function closedError(): Error {
  return new Error('the crypto threads are closed')
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value))
}
