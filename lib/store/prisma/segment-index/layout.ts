import type { EventAttribute, GroupAttribute } from '#audit/attributes.ts'

/** The form of an index that this program writes; others are made anew. */
export const INDEX_FORMAT = 1

/**
 * What a term is a value of: `text` for what only free text finds. A term stores the place of its name here, so names
 * are only added at the end; others come with another format. `resourceName` is a
 * name that stands in the ARN of the same event too. Ids have indexes of their own.
 */
export const INDEXED = [
  'text',
  'account',
  'region',
  'eventName',
  'eventSource',
  'principal',
  'userName',
  'accessKeyId',
  'key',
  'alias',
  'errorCode',
  'outcome',
  'readOnly',
  'sourceIp',
  'resource',
  'resourceName',
] as const satisfies readonly (EventAttribute | 'text' | 'account' | 'resourceName')[]

/** The attributes, each event with one value at most, whose value is also told place by place: to count by. */
export const GROUPED: readonly GroupAttribute[] = ['eventName', 'principal']

export type Indexed = (typeof INDEXED)[number]

/** How many of each there are: with them every part of an index has its place. */
export interface Sizes {
  /** Events. */
  readonly events: number
  readonly strings: number
  readonly terms: number
  /** Beginnings of words. */
  readonly words: number
  /** Sets of places that are kept as bits. */
  readonly sets: number
  readonly listBytes: number
  readonly textBytes: number
}

const HEADER_BYTES = 32
const SET_BYTES = 64

/** Little-endian, as every machine is that Node runs on. */
export interface Parts {
  readonly times: Float64Array
  readonly sets: Uint32Array
  /** Where each string begins in the text, and behind them its end. */
  readonly strings: Numbers
  /** The first term of each string, and behind them their number. */
  readonly firstTerms: Numbers
  /** Where a term occurs: below `sets`, the number of a set; else that and the place of a list. */
  readonly places: Numbers
  /** For each of GROUPED the string of each place; the number of strings where there is none. */
  readonly columns: Numbers
  /** Where words begin in the text, in the order of what stands there in small letters. */
  readonly words: Numbers
  /** The string that each of them is in. */
  readonly wordStrings: Numbers
  /** The place of each term's attribute in INDEXED; in order within a string. */
  readonly attributes: Uint8Array
  readonly lists: Uint8Array
  /** The strings in UTF-8, in the order of their bytes, a zero behind each. */
  readonly text: Buffer
}

export type Numbers = Uint16Array | Uint32Array

/** The sizes, as eight numbers of 32 bits: behind them the parts stand as in `Parts`, the widest first. */
export function readSizes(bytes: Uint8Array<ArrayBuffer>): Sizes {
  const [events = 0, strings = 0, terms = 0, words = 0, sets = 0, listBytes = 0, textBytes = 0] = headerOf(bytes)
  return { events, strings, terms, words, sets, listBytes, textBytes }
}

/** Whether these are the bytes of a whole index, as far as their number tells. */
export function isIndex(bytes: Uint8Array<ArrayBuffer>): boolean {
  return bytes.length >= HEADER_BYTES && bytes.length === lengthOf(readSizes(bytes))
}

export function writeSizes(bytes: Uint8Array<ArrayBuffer>, sizes: Sizes): void {
  const { events, strings, terms, words, sets, listBytes, textBytes } = sizes
  headerOf(bytes).set([events, strings, terms, words, sets, listBytes, textBytes])
}

const headerOf = (bytes: Uint8Array<ArrayBuffer>) => new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4)

/** Numbers of places and strings take two bytes each, unless there are too many. */
const isWide = ({ textBytes, terms, sets, listBytes }: Sizes) => Math.max(textBytes, terms, sets + listBytes) > 0xffff

/** All bytes of an index. */
export function lengthOf(sizes: Sizes): number {
  const { events, strings, terms, words, sets, listBytes, textBytes } = sizes
  const numbers = 2 * (strings + 1) + terms + GROUPED.length * events + 2 * words
  const wide = events * 8 + sets * SET_BYTES + numbers * (isWide(sizes) ? 4 : 2)
  return HEADER_BYTES + wide + terms + listBytes + textBytes
}

/** The parts of an index; `bytes` begins where its buffer does. */
export function partsOf(bytes: Uint8Array<ArrayBuffer>, sizes: Sizes): Parts {
  const { buffer } = bytes
  let at = HEADER_BYTES
  const next = <T extends { readonly byteLength: number }>(part: T): T => {
    at += part.byteLength
    return part
  }
  const numbers = (count: number): Numbers =>
    next(isWide(sizes) ? new Uint32Array(buffer, at, count) : new Uint16Array(buffer, at, count))
  const rest = (count: number) => next(new Uint8Array(buffer, at, count))
  return {
    times: next(new Float64Array(buffer, at, sizes.events)),
    sets: next(new Uint32Array(buffer, at, sizes.sets * (SET_BYTES / 4))),
    strings: numbers(sizes.strings + 1),
    firstTerms: numbers(sizes.strings + 1),
    places: numbers(sizes.terms),
    columns: numbers(GROUPED.length * sizes.events),
    words: numbers(sizes.words),
    wordStrings: numbers(sizes.words),
    attributes: rest(sizes.terms),
    lists: rest(sizes.listBytes),
    text: next(Buffer.from(buffer, at, sizes.textBytes)),
  }
}
