import type { CacheTally } from './observer.ts'

/** A map of bounded size: when it is full, the entry that was used longest ago goes. */
export class LruMap<K, V> {
  readonly #entries = new Map<K, V>()
  readonly #capacity: number
  readonly #tally: CacheTally

  /** `tally` counts what `get` finds and what it does not. */
  constructor(capacity: number, tally: CacheTally = { hits: 0, misses: 0 }) {
    this.#capacity = capacity
    this.#tally = tally
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) {
      this.#tally.misses++
      return undefined
    }
    this.#tally.hits++
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  /** Looks without using the entry. */
  peek(key: K): V | undefined {
    return this.#entries.get(key)
  }

  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#capacity) return
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }

  /** Removes every entry that satisfies the predicate. Looks at all of them. */
  deleteWhere(predicate: (key: K, value: V) => boolean): void {
    for (const [key, value] of this.#entries) {
      if (predicate(key, value)) this.#entries.delete(key)
    }
  }

  clear(): void {
    this.#entries.clear()
  }
}
