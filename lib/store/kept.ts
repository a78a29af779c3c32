/** Of more parts than these the whole is read again, and which they are is not noted any more. */
const MOST_PARTS = 500

/** The ids of parts, or all of them. */
export type Parts<Id> = ReadonlySet<Id> | 'all'

interface Reading<Id, Whole> {
  readonly parts: Parts<Id>
  /** Undefined where the outcome was not current any more when it came. */
  readonly ended: Promise<Whole | undefined>
}

/**
 * Something kept in memory that is read as a whole at first, and then only in the parts that commits have touched. Who
 * asks after a commit was told of gets what it left.
 */
export class Kept<Id, Whole> {
  /** Reads all; or some parts, and puts them in place of what `before` has of them. */
  readonly #read: (parts: Parts<Id>, before: Whole | undefined) => Promise<Whole>
  #whole: Whole | undefined
  /** Since the last read began: while one is under way, `#whole` is older than that. */
  #touched: Set<Id> | 'all' = new Set()
  #reading: Reading<Id, Whole> | undefined
  #dropped = false

  constructor(read: (parts: Parts<Id>, before: Whole | undefined) => Promise<Whole>) {
    this.#read = read
  }

  /** As it was read last; undefined before the first read. */
  get known(): Whole | undefined {
    return this.#whole
  }

  /** The same object while nothing changes; undefined where a commit came in between, so that one has to ask again. */
  async current(): Promise<Whole | undefined> {
    if (!this.#reading && this.#whole !== undefined && this.#isUntouched()) return this.#whole
    this.#reading ??= this.#begin()
    return this.#reading.ended
  }

  /** A commit changed some parts, made or removed them. Called with every commit, so it costs no more than these. */
  touch(parts: Iterable<Id>): void {
    if (this.#touched === 'all') return
    for (const part of parts) this.#touched.add(part)
    if (this.#touched.size > MOST_PARTS) this.#touched = 'all'
  }

  /** A commit changed those parts that are found so. What is being read may be among them by now. */
  touchFound(find: (whole: Whole) => Iterable<Id>): void {
    if (this.#whole !== undefined) this.touch(find(this.#whole))
    if (this.#reading) this.#touchAgain(this.#reading.parts)
  }

  /** No commit is told any more: what is being read is not current when it is there. */
  drop(): void {
    this.#dropped = true
  }

  #begin(): Reading<Id, Whole> {
    const parts = this.#whole === undefined ? 'all' : this.#touched
    this.#touched = new Set()
    return { parts, ended: this.#replace(parts) }
  }

  async #replace(parts: Parts<Id>): Promise<Whole | undefined> {
    try {
      this.#whole = await this.#read(parts, this.#whole)
    } catch (error) {
      this.#touchAgain(parts)
      throw error
    } finally {
      // In the same turn as what follows: who asks later must not join a read whose outcome is settled.
      this.#reading = undefined
    }
    return this.#dropped || !this.#isUntouched() ? undefined : this.#whole
  }

  #touchAgain(parts: Parts<Id>): void {
    if (parts === 'all') this.#touched = 'all'
    else this.touch(parts)
  }

  #isUntouched(): boolean {
    return this.#touched !== 'all' && this.#touched.size === 0
  }
}
