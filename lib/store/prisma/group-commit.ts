import { setImmediate } from 'node:timers/promises'
import type { CommitObserver } from '#kernel/observer.ts'
import type { Transaction } from '#kms/ports.ts'
import { isStoreError, StoreError } from '../errors.ts'
import type { Answer } from '../plan.ts'
import { assertOneChangePerRow } from '../plan.ts'
import type { PackedHead, PackedTransaction, Written } from './messages.ts'
import { pack } from './messages.ts'

/** The most transactions that go together. */
export const MAX_BATCH = 1024
/** The most that wait: what comes on top is refused at once, so that a slow disk fills no memory. */
export const MAX_WAITING = 8 * MAX_BATCH

interface Waiting {
  readonly transaction: Transaction
  readonly packed: PackedTransaction
  /** By `performance.now()`. */
  readonly since: number
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

export interface GroupCommitPorts {
  /**
   * Makes a batch durable, all of it or nothing; one answer for each transaction. Rejects with StoreError
   * `bad-transaction` when nothing was written because of what one of them says.
   */
  write(batch: readonly PackedTransaction[]): Promise<Written>
  /** Told of what was committed, and of the logs that grew, before any of its answers is released. */
  committed(transactions: readonly Transaction[], heads: readonly PackedHead[]): void
  /** Told that a batch failed: what of it is in the database is not certain. */
  failed(): void
  readonly observer?: CommitObserver
}

/** One that is about a whole sandbox goes alone: what is planned on its rows comes before it or after it. */
function batchSize(queue: readonly Waiting[]): number {
  const alone = queue.slice(0, MAX_BATCH).findIndex(({ transaction }) => transaction.whole)
  if (alone === 0) return 1
  return alone < 0 ? MAX_BATCH : alone
}

/** While one batch is being written all that comes waits, then goes together: one sync to the disk for all. */
export class GroupCommit {
  readonly #ports: GroupCommitPorts
  #queue: Waiting[] = []
  #running: Promise<void> | undefined
  #closed = false

  constructor(ports: GroupCommitPorts) {
    this.#ports = ports
  }

  async commit(transaction: Transaction): Promise<Answer> {
    if (this.#closed) throw new StoreError('closed', 'the store is closed')
    if (this.#queue.length >= MAX_WAITING) {
      throw new StoreError('overloaded', `${MAX_WAITING} transactions wait to be written: this one was not taken`)
    }
    assertOneChangePerRow(transaction.writes)
    const packed = pack(transaction)
    return new Promise((resolve, reject) => {
      this.#queue.push({ transaction, packed, since: performance.now(), resolve, reject })
      this.#ports.observer?.waiting(this.#queue.length)
      this.#running ??= this.#run()
    })
  }

  /** Takes no more; resolves when all that waits was written. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // Callers whose answers were just released come back in this turn, and go along.
      await setImmediate()
      const batch = this.#queue.splice(0, batchSize(this.#queue))
      this.#ports.observer?.waiting(this.#queue.length)
      await this.#writeBatch(batch)
    }
    this.#running = undefined
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    const started = performance.now()
    try {
      const { answers, heads } = await this.#ports.write(batch.map(({ packed }) => packed))
      const seconds = (performance.now() - started) / 1000
      const committed = batch.filter((_, index) => answers[index] === 'committed')
      this.#ports.committed(
        committed.map(({ transaction }) => transaction),
        heads,
      )
      answers.forEach((answer, index) => {
        batch[index]?.resolve(answer)
      })
      this.#tell(batch, committed, seconds)
    } catch (error) {
      if (batch.length > 1 && isStoreError(error) && error.code === 'bad-transaction') return this.#writeHalves(batch)
      this.#ports.failed()
      this.#ports.observer?.failed()
      for (const { reject } of batch) reject(error)
    }
  }

  /** One of them cannot be written, and nobody knows which: the others are written without it, in the same order. */
  async #writeHalves(batch: readonly Waiting[]): Promise<void> {
    const half = Math.ceil(batch.length / 2)
    await this.#writeBatch(batch.slice(0, half))
    await this.#writeBatch(batch.slice(half))
  }

  #tell(batch: readonly Waiting[], committed: readonly Waiting[], seconds: number): void {
    const { observer } = this.#ports
    if (!observer) return
    const events = committed.reduce((sum, { transaction }) => sum + transaction.events.length, 0)
    observer.written({ transactions: batch.length, events, seconds })
    const now = performance.now()
    for (const { since } of batch) observer.released((now - since) / 1000)
  }
}
