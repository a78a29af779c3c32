import { setImmediate } from 'node:timers/promises'
import type { Transaction } from '#kms/ports.ts'
import { StoreError } from '../errors.ts'
import type { Answer } from '../plan.ts'
import { assertOneChangePerRow } from '../plan.ts'
import type { PackedTransaction } from './messages.ts'
import { pack } from './messages.ts'

/** The most transactions that go together. */
export const MAX_BATCH = 1024

interface Waiting {
  readonly transaction: Transaction
  readonly packed: PackedTransaction
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

export interface GroupCommitPorts {
  /** Makes a batch durable, all of it or nothing; one answer for each transaction. */
  write(batch: readonly PackedTransaction[]): Promise<readonly Answer[]>
  /** Told of what was committed before any of its answers is released. */
  committed(transactions: readonly Transaction[]): void
  /** Told that a batch failed: what of it is in the database is not certain. */
  failed(): void
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
    assertOneChangePerRow(transaction.writes)
    const packed = pack(transaction)
    return new Promise((resolve, reject) => {
      this.#queue.push({ transaction, packed, resolve, reject })
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
      await this.#writeBatch(this.#queue.splice(0, MAX_BATCH))
    }
    this.#running = undefined
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#ports.write(batch.map(({ packed }) => packed))
      const committed = batch.filter((_, index) => answers[index] === 'committed')
      this.#ports.committed(committed.map(({ transaction }) => transaction))
      answers.forEach((answer, index) => {
        batch[index]?.resolve(answer)
      })
    } catch (error) {
      this.#ports.failed()
      for (const { reject } of batch) reject(error)
    }
  }
}
