import { type EventTraits, isSearched } from '#audit/attributes.ts'
import { endsWord } from '#audit/words.ts'
import { addBit, noBits } from './bits.ts'
import { GROUPED, INDEXED, type Indexed, lengthOf, type Numbers, partsOf, type Sizes, writeSizes } from './layout.ts'

/** A value of an attribute of INDEXED, and where it occurs. */
interface Term {
  readonly attribute: number
  readonly places: number[]
}

/** The index of the events of a segment whose first sequence number is `first`; they are in order. */
export function encodeIndex(first: number, events: readonly EventTraits[]): Uint8Array<ArrayBuffer> {
  const collected = collect(first, events)
  const strings = [...collected.keys()].sort()
  const termsOf = strings.map((string) => collected.get(string) ?? [])
  const terms = termsOf.flat()
  const words = sortedWords(strings, termsOf)
  const { sets, lists, places } = packed(terms)
  const text = strings.map((string) => `${string}\0`).join('')
  const sizes: Sizes = {
    events: (events.at(-1)?.seq ?? first - 1) - first + 1,
    strings: strings.length,
    terms: terms.length,
    words: words.length,
    sets: sets.length,
    listBytes: lists.length,
    textBytes: text.length,
  }
  const bytes = new Uint8Array(lengthOf(sizes))
  writeSizes(bytes, sizes)
  const parts = partsOf(bytes, sizes)
  // An event that was taken away has no terms; its time must be within those of the others.
  parts.times.fill(events[0]?.time ?? 0)
  for (const { seq, time } of events) parts.times[seq - first] = time
  sets.forEach((bits, index) => {
    parts.sets.set(bits, index * bits.length)
  })
  parts.strings.set(sums(strings.map((string) => string.length + 1)))
  parts.firstTerms.set(sums(termsOf.map((ofString) => ofString.length)))
  parts.places.set(places)
  fillColumns(parts.columns, termsOf, sizes.events)
  parts.words.set(words.map(({ at }) => at))
  parts.wordStrings.set(words.map(({ string }) => string))
  parts.attributes.set(terms.map(({ attribute }) => attribute))
  parts.lists.set(lists)
  parts.text.write(text, 'latin1')
  return bytes
}

const COLUMNS = GROUPED.map((name) => INDEXED.indexOf(name))

function fillColumns(columns: Numbers, termsOf: readonly (readonly Term[])[], events: number): void {
  columns.fill(termsOf.length)
  termsOf.forEach((terms, string) => {
    for (const { attribute, places } of terms) {
      const column = COLUMNS.indexOf(attribute)
      if (column >= 0) for (const place of places) columns[column * events + place] = string
    }
  })
}

/** 0, and the sum up to each of the numbers. */
function sums(numbers: readonly number[]): number[] {
  const found = [0]
  for (const number of numbers) found.push((found.at(-1) ?? 0) + number)
  return found
}

/** Whether free text finds the values of each of INDEXED. */
export const IS_SEARCHED = INDEXED.map(
  (name) => name === 'text' || (name !== 'account' && name !== 'resourceName' && isSearched(name)),
)
const TEXT = INDEXED.indexOf('text')
const RESOURCE = INDEXED.indexOf('resource')
const RESOURCE_NAME = INDEXED.indexOf('resourceName')

/** All strings of the events. Each character of one stands for a byte of UTF-8, so that they sort as bytes do. */
function collect(first: number, events: readonly EventTraits[]): Map<string, Term[]> {
  const collected = new Map<string, Term[]>()
  for (const traits of events) {
    const place = traits.seq - first
    INDEXED.forEach((name, attribute) => {
      const values = valuesOf(traits, name)
      for (const value of values) {
        const isOnlyName = attribute === RESOURCE && isName(value, values)
        addValue(collected, isOnlyName ? RESOURCE_NAME : attribute, value, place)
      }
    })
    for (const text of traits.texts) addValue(collected, TEXT, text, place)
  }
  return collected
}

const NONE: readonly string[] = []

/** What is the name in a longer value is found in that by free text. */
function isName(value: string, values: readonly string[]): boolean {
  return values.some((longer) => longer.endsWith(`/${value}`) || longer.endsWith(`:${value}`))
}

function valuesOf(traits: EventTraits, name: Indexed): readonly string[] {
  if (name === 'account') return [traits.account]
  return name === 'text' || name === 'resourceName' ? NONE : traits.values[name]
}

function addValue(collected: Map<string, Term[]>, attribute: number, value: string, place: number): void {
  const string = bytesOf(value)
  const terms = collected.get(string)
  if (!terms) collected.set(string, [{ attribute, places: [place] }])
  else addPlace(terms, attribute, place)
  // The text is searched in small letters of ASCII; where there are others, it is there in small letters too.
  if (string === value || !IS_SEARCHED[attribute]) return
  const small = value.toLowerCase()
  if (bytesOf(small) !== smallLetters(string)) addValue(collected, TEXT, small, place)
}

function addPlace(terms: Term[], attribute: number, place: number): void {
  let known: Term | undefined
  for (const term of terms) {
    const isHere = term.places.at(-1) === place
    if (isHere && (term.attribute === attribute || (attribute === TEXT && IS_SEARCHED[term.attribute]))) return
    if (term.attribute === attribute) known = term
  }
  if (known) known.places.push(place)
  else terms.push({ attribute, places: [place] })
}

/** The bytes of a text in UTF-8, a character for each. */
function bytesOf(text: string): string {
  return IS_ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

const IS_ASCII = /^[\0-\x7f]*$/

function smallLetters(bytes: string): string {
  return IS_ASCII.test(bytes) ? bytes.toLowerCase() : bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

interface Word {
  readonly at: number
  readonly string: number
  /** What stands there, in small letters. */
  readonly rest: string
}

/** Where the words of the searched strings begin in the text, in the order of what stands there. */
function sortedWords(strings: readonly string[], termsOf: readonly (readonly Term[])[]): Word[] {
  // First all first words, then all second ones: each of these is nearly in order, which is sorted much faster.
  const nth: Word[][] = []
  let start = 0
  strings.forEach((value, string) => {
    if (termsOf[string]?.some(({ attribute }) => IS_SEARCHED[attribute])) {
      beginnings(smallLetters(value), (at, n, rest) => {
        const words = nth[n] ?? []
        nth[n] = words
        words.push({ at: start + at, string, rest })
      })
    }
    start += value.length + 1
  })
  return nth.flat().sort((a, b) => (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : a.at - b.at))
}

function beginnings(string: string, tell: (at: number, n: number, rest: string) => void): void {
  let n = 0
  let isBehind = true
  for (let at = 0; at < string.length; at++) {
    const isSign = endsWord(string.charCodeAt(at))
    if (isBehind && !isSign) tell(at, n++, string.slice(at))
    isBehind = isSign
  }
}

/** The longest list; what is longer is kept as bits, which are no longer than that. */
const MAX_LIST = 60

/** Lists of places: their length, then the distances, those from 128 in two bytes, the high seven bits first. */
function packed(terms: readonly Term[]) {
  const lists: number[] = []
  const sets: Uint32Array[] = []
  const isSet: boolean[] = []
  const found = terms.map(({ places }) => {
    const start = lists.length
    if (places.length <= MAX_LIST) pushList(lists, places)
    isSet.push(lists.length === start || lists.length > start + MAX_LIST)
    if (!isSet.at(-1)) return start
    lists.length = start
    const bits = noBits()
    for (const place of places) addBit(bits, place)
    return sets.push(bits) - 1
  })
  return { lists, sets, places: found.map((at, term) => (isSet[term] ? at : at + sets.length)) }
}

function pushList(lists: number[], places: readonly number[]): void {
  const start = lists.push(0)
  let last = 0
  for (const place of places) {
    const distance = place - last
    if (distance >= 0x80) lists.push(0x80 | (distance >>> 7))
    lists.push(distance & 0x7f)
    last = place
  }
  lists[start - 1] = lists.length - start
}
