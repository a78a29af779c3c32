const TICK = 1000

/** A clock that components subscribe to one by one. */
export interface Ticker {
  /** Its reading at birth, which is what the server rendered. */
  readonly start: () => number
  readonly now: () => number
  readonly subscribe: (listener: () => void) => () => void
  /** Sets it and lets it run, unless it is frozen; gives what stops it. */
  run(from: number, frozen: boolean): () => void
}

/**
 * A clock in milliseconds, to the second. It is no context value: each tick of one would reach into what React has not
 * hydrated yet, and React would throw that part of the page away and make it anew beside the one that is on its way.
 */
export function createTicker(start: number): Ticker {
  let now = start
  const listeners = new Set<() => void>()
  function set(time: number) {
    now = time
    for (const listener of listeners) listener()
  }
  return {
    start: () => start,
    now: () => now,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run(from, frozen) {
      set(from)
      if (frozen) return () => undefined
      const begin = performance.now()
      const timer = setInterval(() => set(from + performance.now() - begin), TICK)
      return () => clearInterval(timer)
    },
  }
}
