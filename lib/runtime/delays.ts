/** Waiting that ends early when the server stops. */
export interface Delays {
  sleep(millis: number): Promise<void>
  /** Wakes all who sleep; nobody sleeps after that. */
  end(): void
}

export function createDelays(): Delays {
  const sleepers = new Set<() => void>()
  let ended = false
  return {
    sleep: (millis) =>
      new Promise((resolve) => {
        if (ended) return resolve()
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, millis)
        sleepers.add(wake)
      }),
    end() {
      ended = true
      for (const wake of sleepers) wake()
    },
  }
}
