import type { Write } from '#kms/domain/writes.ts'

export type CommitListener = (writes: readonly Write[]) => void

/** Those who follow commits. */
export class Listeners {
  readonly #listeners: CommitListener[] = []

  add(listener: CommitListener): void {
    this.#listeners.push(listener)
  }

  /** What a listener throws is raised as an uncaught error: what it was told is durable and will be answered so. */
  tell(writes: readonly Write[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(writes)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
