import type { SegmentIndex } from './segment-index.ts'

/** What the indexes of about a million events take. */
const USUAL_BYTES = 160 * 1024 * 1024

interface Kept {
  readonly segment: number
  readonly index: SegmentIndex
}

/** Indexes of complete segments, which never change. When they take too much, those of the oldest segments go. */
export class IndexMemory {
  readonly #capacity: number
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(capacity = USUAL_BYTES) {
    this.#capacity = capacity
  }

  get isFull(): boolean {
    return this.#bytes >= this.#capacity
  }

  get(sandbox: string, segment: number): SegmentIndex | undefined {
    return this.#kept.get(nameOf(sandbox, segment))?.index
  }

  keep(sandbox: string, segment: number, index: SegmentIndex): void {
    const name = nameOf(sandbox, segment)
    if (this.#kept.has(name)) return
    this.#kept.set(name, { segment, index })
    this.#bytes += index.bytes
    while (this.#bytes > this.#capacity) this.#dropOldest()
  }

  forget(sandbox: string, segment: number): void {
    const name = nameOf(sandbox, segment)
    this.#bytes -= this.#kept.get(name)?.index.bytes ?? 0
    this.#kept.delete(name)
  }

  /** All of a log. */
  forgetLog(sandbox: string): void {
    for (const [name, { segment }] of this.#kept) if (name === nameOf(sandbox, segment)) this.forget(sandbox, segment)
  }

  #dropOldest(): void {
    const [first, ...others] = this.#kept
    if (!first) return
    const [name, { index }] = others.reduce((oldest, one) => (one[1].segment < oldest[1].segment ? one : oldest), first)
    this.#kept.delete(name)
    this.#bytes -= index.bytes
  }
}

const nameOf = (sandbox: string, segment: number) => `${sandbox}/${segment}`
