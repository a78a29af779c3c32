import { fromBase64 } from '#kernel/bytes.ts'
import type { Region } from '#kernel/ids.ts'
import { isRegion } from '#kernel/ids.ts'
import { invalid } from './errors.ts'

/** The members of an input. Each reader throws ValidationException for a member of another form. */
export class Members {
  readonly #members: ReadonlyMap<string, unknown>
  readonly #read = new Set<string>()

  readonly #isKnownRegion: (name: string) => boolean

  constructor(input: unknown, isKnownRegion: (name: string) => boolean) {
    this.#isKnownRegion = isKnownRegion
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      throw invalid('The input must be an object.')
    this.#members = new Map(Object.entries(input))
  }

  /** A text of at least one character, well-formed. */
  text(name: string, form?: RegExp): string {
    return this.optionalText(name, form) ?? missing(name)
  }

  optionalText(name: string, form = /^.{1,2048}$/s): string | undefined {
    const value = this.#take(name)
    if (value === undefined) return undefined
    if (typeof value === 'string' && value.isWellFormed() && form.test(value)) return value
    throw invalid(`${name} must be a text that matches ${form.source}.`)
  }

  /** Base64 of up to `most` bytes. */
  bytes(name: string, most: number): Buffer {
    const value = this.#take(name)
    const bytes = typeof value === 'string' ? fromBase64(value) : undefined
    if (bytes && bytes.length <= most) return bytes
    throw invalid(`${name} must be base64 of at most ${most} bytes.`)
  }

  integer(name: string, least: number, most: number, otherwise: number): number {
    return this.optionalInteger(name, least, most) ?? otherwise
  }

  optionalInteger(name: string, least: number, most: number): number | undefined {
    const value = this.#take(name)
    if (value === undefined) return undefined
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value)
    throw invalid(`${name} must be an integer from ${least} to ${most}.`)
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.#take(name)
    if (value === undefined || typeof value === 'boolean') return value
    throw invalid(`${name} must be true or false.`)
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.#take(name)
    const found = choices.find((choice) => choice === value)
    if (found !== undefined || value === undefined) return found
    throw invalid(`${name} must be one of ${choices.join(', ')}.`)
  }

  region(name: string): Region {
    const value = this.text(name)
    if (this.#isRegion(value)) return value
    throw invalid(`${name} must be a Region, such as us-east-1.`)
  }

  /** Two different Regions or more. */
  regions(name: string): readonly [Region, ...Region[]] {
    const value = this.#take(name)
    const given: unknown[] = Array.isArray(value) ? value : []
    const [first, ...others] = given.filter((one) => this.#isRegion(one))
    const all = new Set([first, ...others])
    if (first !== undefined && all.size === given.length && all.size > 1) return [first, ...others]
    throw invalid(`${name} must be a list of two different Regions or more.`)
  }

  /** A JSON object. */
  object(name: string): object {
    const value = this.#take(name)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    throw invalid(`${name} must be an object.`)
  }

  /** Refuses members that nobody asked for: one that is misspelled must not be taken for one that is left out. */
  end(): void {
    const odd = [...this.#members.keys()].find((name) => !this.#read.has(name))
    if (odd !== undefined) throw invalid(`There is no member ${odd}.`)
  }

  #isRegion(value: unknown): value is Region {
    return typeof value === 'string' && isRegion(value) && this.#isKnownRegion(value)
  }

  #take(name: string): unknown {
    this.#read.add(name)
    return this.#members.get(name) ?? undefined
  }
}

function missing(name: string): never {
  throw invalid(`${name} is required.`)
}
