import type { GroupAttribute } from '#audit/attributes.ts'
import { addBit, type Bits, hasAll, WORDS } from './bits.ts'
import { IS_SEARCHED } from './encode.ts'
import { GROUPED, INDEXED, type Indexed, type Numbers, type Parts, partsOf, readSizes } from './layout.ts'

/** A value of an attribute as the index knows it. */
export interface Needle {
  readonly code: number
  readonly bytes: Uint8Array
}

export function needle(attribute: Indexed, value: string): Needle {
  return { code: INDEXED.indexOf(attribute), bytes: Buffer.from(value, 'utf8') }
}

/** The index of one segment: where its events' values are, and where words begin. Reads the bytes as they are. */
export class SegmentIndex {
  /** Of the memory it takes. */
  readonly bytes: number
  readonly count: number
  readonly times: Float64Array
  readonly earliest: number
  readonly latest: number
  readonly strings: number
  readonly #parts: Parts
  readonly #sets: number

  /** What `encodeIndex` gave; `bytes` begins where its buffer does. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const sizes = readSizes(bytes)
    this.#parts = partsOf(bytes, sizes)
    this.#sets = sizes.sets
    this.bytes = bytes.length
    this.count = sizes.events
    this.times = this.#parts.times
    this.earliest = this.times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    this.latest = this.times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    this.strings = sizes.strings
  }

  /** Adds the places that have a value. */
  addValue({ code, bytes }: Needle, into: Bits): void {
    const string = this.#stringOf(bytes)
    if (string < 0) return
    const end = this.#firstTerm(string + 1)
    for (let term = this.#firstTerm(string); term < end; term++) {
      if (this.#parts.attributes[term] === code) this.#addTerm(term, into)
    }
  }

  /**
   * Adds the places where a word begins with these bytes, which are in small letters; no more than that all of `wanted`
   * are among them.
   */
  addWord(bytes: Uint8Array, wanted: Bits, into: Bits): void {
    const { words, wordStrings } = this.#parts
    const first = this.#firstWord(bytes)
    // What many events have comes first: it may be all that is wanted.
    for (const isCommon of [true, false]) {
      for (let word = first; word < words.length && this.#compareWord(words[word] ?? 0, bytes) === 0; word++) {
        if (this.#addSearched(wordStrings[word] ?? 0, isCommon, into) && hasAll(into, wanted)) return
      }
    }
  }

  /** Whether it added any. */
  #addSearched(string: number, isCommon: boolean, into: Bits): boolean {
    const { attributes, places } = this.#parts
    const end = this.#firstTerm(string + 1)
    let added = false
    for (let term = this.#firstTerm(string); term < end; term++) {
      if (!IS_SEARCHED[attributes[term] ?? 0] || (places[term] ?? 0) < this.#sets !== isCommon) continue
      this.#addTerm(term, into)
      added = true
    }
    return added
  }

  /** The string of each place that is its value of an attribute; `strings` where it has none. */
  columnOf(attribute: GroupAttribute): Numbers {
    const start = GROUPED.indexOf(attribute) * this.count
    return this.#parts.columns.subarray(start, start + this.count)
  }

  stringAt(string: number): string {
    const { strings, text } = this.#parts
    return text.toString('utf8', strings[string], (strings[string + 1] ?? 0) - 1)
  }

  #addTerm(term: number, into: Bits): void {
    const { places, sets, lists } = this.#parts
    const at = places[term] ?? 0
    if (at < this.#sets) {
      for (let word = 0; word < WORDS; word++) into[word] = (into[word] ?? 0) | (sets[at * WORDS + word] ?? 0)
      return
    }
    const list = at - this.#sets
    const end = list + 1 + (lists[list] ?? 0)
    let place = 0
    for (let byte = list + 1; byte < end; byte++) {
      const high = lists[byte] ?? 0
      if (high < 0x80) place += high
      else {
        byte += 1
        place += ((high & 0x7f) << 7) | (lists[byte] ?? 0)
      }
      addBit(into, place)
    }
  }

  #firstTerm(string: number): number {
    return this.#parts.firstTerms[string] ?? 0
  }

  /** The number of a string, below 0 where there is none such. */
  #stringOf(bytes: Uint8Array): number {
    const { strings } = this.#parts
    let [low, high] = [0, strings.length - 2]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = this.#compareString(strings[middle] ?? 0, (strings[middle + 1] ?? 0) - 1, bytes)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #compareString(start: number, end: number, bytes: Uint8Array): number {
    const { text } = this.#parts
    const length = Math.min(end - start, bytes.length)
    for (let at = 0; at < length; at++) {
      const order = (text[start + at] ?? 0) - (bytes[at] ?? 0)
      if (order !== 0) return order
    }
    return end - start - bytes.length
  }

  /** The first word that does not come before these bytes. */
  #firstWord(bytes: Uint8Array): number {
    const { words } = this.#parts
    let [low, high] = [0, words.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compareWord(words[middle] ?? 0, bytes) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** 0 when what stands there begins with these bytes, none of which is zero: that ends a string. */
  #compareWord(start: number, bytes: Uint8Array): number {
    const { text } = this.#parts
    for (let at = 0; at < bytes.length; at++) {
      const byte = text[start + at] ?? 0
      const order = (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) - (bytes[at] ?? 0)
      if (order !== 0) return order
    }
    return 0
  }
}
