/** Counts what happens in slots of time, and forgets what is older than all of them. */
export class Tally {
  readonly #slots: Uint32Array
  readonly #millis: number
  /** Number of the newest slot since the beginning of time. */
  #newest = 0

  constructor(slots: number, slotMillis: number) {
    this.#slots = new Uint32Array(slots)
    this.#millis = slotMillis
  }

  add(now: number, count: number): void {
    this.#moveTo(now)
    const at = this.#newest % this.#slots.length
    this.#slots[at] = (this.#slots[at] ?? 0) + count
  }

  /** Of all slots, the present one included. */
  sum(now: number): number {
    this.#moveTo(now)
    return this.#slots.reduce((sum, count) => sum + count, 0)
  }

  most(now: number): number {
    this.#moveTo(now)
    return Math.max(...this.#slots)
  }

  #moveTo(now: number): void {
    const slot = Math.max(Math.floor(now / this.#millis), this.#newest)
    const { length } = this.#slots
    if (slot - this.#newest >= length) this.#slots.fill(0)
    else for (let passed = this.#newest + 1; passed <= slot; passed++) this.#slots[passed % length] = 0
    this.#newest = slot
  }
}
