/** A fault of a case file, for people: where it is and what is wrong. */
export class CaseFileFault extends Error {
  constructor(place: string, message: string) {
    super(`${place}: ${message}`)
  }
}

/** A JSON object at a place of a case file, read member by member. */
export class Reader {
  readonly place: string
  readonly #members: ReadonlyMap<string, unknown>

  constructor(value: unknown, place: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new CaseFileFault(place, 'expected an object')
    }
    this.place = place
    this.#members = new Map(Object.entries(value))
  }

  /** Refuses members with any other name. */
  allow(names: ReadonlySet<string>): this {
    const odd = [...this.#members.keys()].find((name) => !names.has(name))
    if (odd !== undefined) throw new CaseFileFault(this.place, `there is no field "${odd}"`)
    return this
  }

  /** Whether the member is there and not null. */
  has(name: string): boolean {
    return (this.#members.get(name) ?? null) !== null
  }

  value(name: string): unknown {
    return this.#members.get(name)
  }

  text(name: string): string {
    const value = this.#members.get(name)
    if (typeof value !== 'string') throw this.fault(name, 'expected text')
    return value
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined
  }

  list(name: string): readonly unknown[] {
    const value = this.#members.get(name)
    if (!Array.isArray(value)) throw this.fault(name, 'expected a list')
    return value
  }

  /** An absent list is empty. */
  optionalList(name: string): readonly unknown[] {
    return this.has(name) ? this.list(name) : []
  }

  object(name: string): Reader {
    return new Reader(this.value(name), `${this.place}: ${name}`)
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item !== 'string') throw this.fault(name, 'expected a list of texts')
      return item
    })
  }

  /** The object's members as texts. */
  pairs(): ReadonlyMap<string, string> {
    return new Map([...this.#members.keys()].map((name) => [name, this.text(name)]))
  }

  /** The object's members as texts or lists of texts; numbers and booleans are taken for texts. */
  values(): ReadonlyMap<string, string | readonly string[]> {
    return new Map([...this.#members].map(([name, value]) => [name, this.#scalars(name, value)]))
  }

  fault(name: string, message: string): CaseFileFault {
    return new CaseFileFault(`${this.place}: ${name}`, message)
  }

  #scalars(name: string, value: unknown): string | readonly string[] {
    return Array.isArray(value) ? value.map((item) => this.#scalar(name, item)) : this.#scalar(name, value)
  }

  #scalar(name: string, value: unknown): string {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw this.fault(name, 'expected text or a list of texts')
  }
}
