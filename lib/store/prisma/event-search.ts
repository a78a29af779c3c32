import type { EventTraits, GroupAttribute, IdAttribute } from '#audit/attributes.ts'
import { isIdAttribute } from '#audit/attributes.ts'
import type { AuditEvent } from '#audit/event.ts'
import type { EventCount, EventGroup, EventQuery, EventSelection } from '#audit/event-query.ts'
import { isSelected } from '#audit/event-query.ts'
import { CountTally, GroupTally } from '#audit/event-tallies.ts'
import { SEGMENT, segmentOf } from '#audit/segment.ts'
import { placesOfId } from './candidates.ts'
import { addBit, type Bits, narrow, noBits, placesOf } from './segment-index/bits.ts'
import { Matcher, matchOf } from './segment-index/match.ts'
import { type LogReader, type Part, segmentsBetween } from './segment-index/reader.ts'
import { eventsAt, firstOf, newestSeq } from './segment-index/rows.ts'
import type { SegmentIndex } from './segment-index/segment-index.ts'
import { countIn, groupIn } from './segment-index/tally.ts'
import type { Db } from './tables.ts'

/** What of a part of the log was selected. */
type Found =
  | { readonly segment: number; readonly index: SegmentIndex; readonly places: Bits }
  | { readonly traits: readonly EventTraits[] }

/** Places in the log that a filter by ids names, or with `not` all but those. */
interface Named {
  readonly seqs: readonly number[]
  readonly not: boolean
}

/** From the first sequence number to the last. */
interface Range {
  readonly first: number
  readonly last: number
}

/** Searches the logs of a database, see `Reads`. */
export class EventSearch {
  readonly #db: Db
  readonly #reader: LogReader

  constructor(db: Db, reader: LogReader) {
    this.#db = db
    this.#reader = reader
  }

  async find(query: EventQuery): Promise<AuditEvent[]> {
    const seqs: number[] = []
    for await (const found of this.#search(query, query)) {
      for (const each of found) seqs.push(...seqsOf(each))
      if (seqs.length >= query.limit) break
    }
    return eventsAt(this.#db, query.sandbox, seqs.slice(0, query.limit))
  }

  async counts(selection: EventSelection, bucketMillis: number): Promise<readonly EventCount[]> {
    const tally = new CountTally(bucketMillis)
    for await (const found of this.#search(selection)) {
      for (const each of found) {
        if ('index' in each) countIn(each.index, each.places, tally)
        else for (const traits of each.traits) tally.addEvent(traits)
      }
    }
    return tally.result()
  }

  async groups(selection: EventSelection, by: readonly GroupAttribute[]): Promise<readonly EventGroup[]> {
    const tally = new GroupTally()
    for await (const found of this.#search(selection)) {
      for (const each of found) groupEach(each, by, tally)
    }
    return tally.result()
  }

  /** The selected events of each part of the log, the newest part first. */
  async *#search(
    selection: EventSelection,
    { before = Number.POSITIVE_INFINITY, after = 0 }: Pick<EventQuery, 'before' | 'after'> = {},
  ): AsyncGenerator<readonly Found[]> {
    const { sandbox } = selection
    const newest = await newestSeq(this.#db, sandbox)
    const range = { first: Math.max(after, 0) + 1, last: Math.min(newest, before - 1) }
    const named = await this.#named(selection)
    const matcher = new Matcher(matchOf(selection))
    const isMeant = isSelected(selection)
    const foundIn = (part: Part): Found | undefined => {
      if ('traits' in part) {
        return { traits: part.traits.filter((one) => one.seq >= range.first && one.seq <= range.last && isMeant(one)) }
      }
      const places = matcher.placesIn(part.index)
      return places && isWithin(places, part.segment, range, named) ? { ...part, places } : undefined
    }
    for await (const parts of this.#reader.parts(sandbox, segmentsOf(range, named), newest)) {
      yield parts.map(foundIn).filter((found) => found !== undefined)
    }
  }

  async #named({ sandbox, filters }: EventSelection): Promise<Named[]> {
    const ofIds = filters.flatMap(({ attribute, ...filter }) =>
      isIdAttribute(attribute) ? [{ attribute, ...filter }] : [],
    )
    return Promise.all(
      ofIds.map(async ({ attribute, values, not = false }) => {
        const places = values.map((value) => placesOfId(this.#db, sandbox, attribute, value, MOST[attribute]))
        return { seqs: (await Promise.all(places)).flat(), not }
      }),
    )
  }
}

function groupEach(found: Found, by: readonly GroupAttribute[], tally: GroupTally): void {
  for (const attribute of by) {
    if ('index' in found) groupIn(found.index, found.places, attribute, tally)
    else for (const traits of found.traits) tally.addEvent(attribute, traits)
  }
}

/** How many events may have the same id. */
const MOST: Readonly<Record<IdAttribute, number>> = { eventId: 1, requestId: 1000 }

/** Those that may have what is asked, the newest first. */
function segmentsOf(range: Range, named: readonly Named[]): readonly number[] {
  if (range.first > range.last) return []
  const among = named.find(({ not }) => !not)
  if (!among) return segmentsBetween(range.first, range.last)
  const segments = among.seqs.filter((seq) => seq >= range.first && seq <= range.last).map(segmentOf)
  return [...new Set(segments)].sort((a, b) => b - a)
}

/** Leaves the places of a segment that are in the range and named. Whether there are any. */
function isWithin(places: Bits, segment: number, { first, last }: Range, named: readonly Named[]): boolean {
  const start = firstOf(segment)
  const among = (seqs: readonly number[], not: boolean) => {
    const here = noBits()
    for (const seq of seqs) if (segmentOf(seq) === segment) addBit(here, seq - start)
    return narrow(places, here, not)
  }
  if (!named.every(({ seqs, not }) => among(seqs, not))) return false
  if (start >= first && start + SEGMENT - 1 <= last) return true
  const outside = placesOf(places).map((place) => start + place)
  return among(
    outside.filter((seq) => seq < first || seq > last),
    true,
  )
}

/** The newest first. */
function seqsOf(found: Found): number[] {
  if ('traits' in found) return found.traits.map(({ seq }) => seq).reverse()
  return placesOf(found.places).map((place) => firstOf(found.segment) + place)
}
