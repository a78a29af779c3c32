import { setImmediate } from 'node:timers/promises'
import type { EventTraits } from '#audit/attributes.ts'
import { SEGMENT, segmentOf } from '#audit/segment.ts'
import type { Pruning } from '#kms/ports.ts'
import type { Db } from '../tables.ts'
import { encodeIndex } from './encode.ts'
import { INDEX_FORMAT, isIndex } from './layout.ts'
import { IndexMemory } from './memory.ts'
import { completeSegments, firstOf, traitsBetween } from './rows.ts'
import { SegmentIndex } from './segment-index.ts'

/** How many segments are read by one statement, and looked at before others get their turn. */
const SLICE = 32

/** A part of a log, to be searched: the index of a whole segment, or the traits of its events one by one. */
export type Part =
  | { readonly segment: number; readonly index: SegmentIndex }
  | { readonly segment: number; readonly traits: readonly EventTraits[] }

/** How long a log is. */
interface Head {
  readonly sandbox: string
  readonly size: number
}

/** Reads logs for searching, from memory as far as it holds them. */
export class LogReader {
  readonly #db: Db
  readonly #memory: IndexMemory
  /** Of the events of open segments. They are known by their places: several reads may add the same. */
  readonly #open = new Map<string, { readonly segment: number; readonly traits: EventTraits[] }>()
  /** How often a log was put back or taken away: what was read before is not kept after. */
  #rewinds = 0
  #closed = false

  constructor(db: Db, memory = new IndexMemory()) {
    this.#db = db
    this.#memory = memory
  }

  /** Segments of a log whose newest event is `newest`, in the order they are named; first one, then more at once. */
  async *parts(sandbox: string, segments: readonly number[], newest: number): AsyncGenerator<readonly Part[]> {
    const complete = completeSegments(newest)
    let size = 1
    for (let from = 0; from < segments.length; ) {
      const slice = segments.slice(from, from + size)
      const loaded = await this.#load(sandbox, slice)
      const parts: Part[] = []
      for (const segment of slice) {
        const index = loaded.get(segment)
        if (index) parts.push({ segment, index })
        else if (segment < complete) parts.push(await this.#unindexed(sandbox, segment))
        else parts.push({ segment, traits: await this.#openTraits(sandbox, segment, newest) })
      }
      yield parts
      from += size
      size = Math.min(SLICE, size * 2)
      if (from < segments.length) await setImmediate()
    }
  }

  /**
   * Brings the newest segments of the logs into memory, as far as they go in. Ends early when the reader is closed, and
   * when the database cannot be read: whoever searches it then reads it again, and is told.
   */
  async warm(heads: readonly Head[]): Promise<void> {
    for (const { sandbox, size } of heads) {
      for (let end = completeSegments(size); end > 0 && !this.#closed && !this.#memory.isFull; end -= SLICE) {
        await setImmediate()
        const read = this.#load(sandbox, segmentsBetween(firstOf(Math.max(0, end - SLICE)), firstOf(end) - 1))
        if (!(await read.catch(() => undefined))) return
      }
    }
  }

  /** Drops what it holds of events that were pruned. */
  forget({ sandbox, first, last }: Pruning): void {
    for (const segment of segmentsBetween(first, last)) this.#memory.forget(sandbox, segment)
  }

  /** Drops what it holds of a log that was put back or taken away. */
  forgetLog(sandbox: string): void {
    this.#rewinds += 1
    this.#memory.forgetLog(sandbox)
    this.#open.delete(sandbox)
  }

  close(): void {
    this.#closed = true
  }

  /** The indexes that there are, from memory or else from the database. One that was cut counts as not there. */
  async #load(sandbox: string, segments: readonly number[]): Promise<ReadonlyMap<number, SegmentIndex>> {
    const found = new Map<number, SegmentIndex>()
    const missing: number[] = []
    for (const segment of segments) {
      const index = this.#memory.get(sandbox, segment)
      if (index) found.set(segment, index)
      else missing.push(segment)
    }
    if (missing.length === 0) return found
    const where = { sandbox, segment: { in: missing }, format: INDEX_FORMAT }
    const rewinds = this.#rewinds
    for (const { segment, data } of await this.#db.eventIndex.findMany({ where })) {
      const bytes = new Uint8Array(data)
      if (!isIndex(bytes)) continue
      const index = new SegmentIndex(bytes)
      found.set(Number(segment), index)
      if (rewinds === this.#rewinds) this.#memory.keep(sandbox, Number(segment), index)
    }
    return found
  }

  /** A complete segment whose index is not written yet: it is made here, which takes a while, to be kept in memory. */
  async #unindexed(sandbox: string, segment: number): Promise<Part> {
    await setImmediate()
    const first = firstOf(segment)
    const rewinds = this.#rewinds
    const traits = await traitsBetween(this.#db, sandbox, first, first + SEGMENT - 1)
    const index = new SegmentIndex(encodeIndex(first, traits))
    if (rewinds === this.#rewinds) this.#memory.keep(sandbox, segment, index)
    return { segment, index }
  }

  async #openTraits(sandbox: string, segment: number, newest: number): Promise<readonly EventTraits[]> {
    const first = firstOf(segment)
    const last = this.#open.get(sandbox)
    // A read that began before the segment was complete goes on without what is kept of the next one.
    if (last && last.segment > segment) return traitsBetween(this.#db, sandbox, first, newest)
    const known = last?.segment === segment ? last : { segment, traits: [] }
    this.#open.set(sandbox, known)
    for (const traits of await traitsBetween(this.#db, sandbox, first + known.traits.length, newest)) {
      known.traits[traits.seq - first] = traits
    }
    return known.traits.slice(0, newest - first + 1)
  }
}

/** The segments of the events between two places, the newest first. */
export function segmentsBetween(first: number, last: number): number[] {
  const [oldest, newest] = [segmentOf(first), segmentOf(last)]
  return Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index)
}
