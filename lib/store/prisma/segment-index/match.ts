import { type EventAttribute, type IdAttribute, isIdAttribute } from '#audit/attributes.ts'
import { type EventSelection, storedValues } from '#audit/event-query.ts'
import { wordsOf } from '#audit/words.ts'
import { addBit, type Bits, fillFirst, narrow, noBits, placesOf } from './bits.ts'
import { type Needle, needle, type SegmentIndex } from './segment-index.ts'

/** What an index is asked, in its own terms. */
export interface Match {
  /** All must hold: any of the values, or with `not` none of them. */
  readonly filters: readonly { readonly needles: readonly Needle[]; readonly not: boolean }[]
  readonly words: readonly Uint8Array[]
  readonly from: number
  readonly to: number
}

/** The selection without its filters by `eventId` and `requestId`, which no index of a segment knows. */
export function matchOf(selection: EventSelection): Match {
  const filters = selection.filters.flatMap((filter) => {
    const { attribute, not = false } = filter
    if (isIdAttribute(attribute)) return []
    return [{ needles: storedValues(filter).flatMap((value) => needles(attribute, value)), not }]
  })
  return {
    filters: [{ needles: [needle('account', selection.account)], not: false }, ...filters],
    words: wordsOf(selection.text ?? '').map((word) => Buffer.from(word, 'utf8')),
    from: selection.from ?? Number.NEGATIVE_INFINITY,
    to: selection.to ?? Number.POSITIVE_INFINITY,
  }
}

function needles(attribute: Exclude<EventAttribute, IdAttribute>, value: string): readonly Needle[] {
  const names = attribute === 'resource' ? [needle('resourceName', value)] : []
  return [needle(attribute, value), ...names]
}

/** Finds what matches, segment by segment. */
export class Matcher {
  readonly #match: Match
  /** Used again for every filter: there are thousands of segments. */
  readonly #left = noBits()
  readonly #found = noBits()

  constructor(match: Match) {
    this.#match = match
  }

  /** The places of a segment that match; undefined where there are none. */
  placesIn(index: SegmentIndex): Bits | undefined {
    const { filters, words, from, to } = this.#match
    if (index.earliest > to || index.latest < from) return undefined
    const left = fillFirst(this.#left, index.count)
    for (const { needles, not } of filters) {
      const found = this.#found.fill(0)
      for (const each of needles) index.addValue(each, found)
      if (!narrow(left, found, not)) return undefined
    }
    for (const word of words) {
      const found = this.#found.fill(0)
      index.addWord(word, left, found)
      if (!narrow(left, found)) return undefined
    }
    return inTime(index, left, this.#match) ? left.slice() : undefined
  }
}

/** Leaves the places whose time is asked for. Whether there are any. */
function inTime({ times, earliest, latest }: SegmentIndex, left: Bits, { from, to }: Match): boolean {
  if (earliest >= from && latest <= to) return true
  const outside = noBits()
  for (const place of placesOf(left)) {
    const time = times[place] ?? 0
    if (time < from || time > to) addBit(outside, place)
  }
  return narrow(left, outside, true)
}
