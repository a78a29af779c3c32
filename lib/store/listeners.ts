/** Those who follow commits. */
export class Listeners<T> {
  readonly #listeners: ((told: T) => void)[] = []

  add(listener: (told: T) => void): void {
    this.#listeners.push(listener)
  }

  /** What a listener throws is raised as an uncaught error: what it was told is durable and will be answered so. */
  tell(told: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(told)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
