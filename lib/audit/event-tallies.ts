import type { EpochMillis } from '#kernel/ids.ts'
import type { EventTraits, GroupAttribute } from './attributes.ts'
import type { Outcome } from './event.ts'
import type { EventCount, EventGroup } from './event-query.ts'

/** Counts events by when they were and how they ended. */
export class CountTally {
  readonly #bucketMillis: number
  readonly #counts = new Map<number, Record<Outcome, number>>()

  constructor(bucketMillis: number) {
    this.#bucketMillis = bucketMillis
  }

  bucketOf(time: number): number {
    return Math.floor(time / this.#bucketMillis)
  }

  add(bucket: number, outcome: Outcome, count: number): void {
    const known = this.#counts.get(bucket)
    if (known) known[outcome] += count
    else this.#counts.set(bucket, { ok: 0, denied: 0, error: 0, [outcome]: count })
  }

  addEvent({ time, values: { outcome } }: EventTraits): void {
    this.add(this.bucketOf(time), outcome[0] as Outcome, 1)
  }

  /** The buckets that have events, in order. */
  result(): readonly EventCount[] {
    const buckets = [...this.#counts].sort(([a], [b]) => a - b)
    return buckets.map(([bucket, counts]) => ({ at: (bucket * this.#bucketMillis) as EpochMillis, ...counts }))
  }
}

/** Counts events by the values of attributes, and when each value was first and last. */
export class GroupTally {
  readonly #groups = new Map<GroupAttribute, Map<string, { -readonly [N in keyof EventGroup]: EventGroup[N] }>>()

  add(attribute: GroupAttribute, value: string, count: number, first: number, last: number): void {
    const groups = this.#groups.get(attribute) ?? new Map()
    this.#groups.set(attribute, groups)
    const known = groups.get(value)
    if (!known) {
      groups.set(value, { attribute, value, count, first: first as EpochMillis, last: last as EpochMillis })
      return
    }
    known.count += count
    known.first = Math.min(known.first, first) as EpochMillis
    known.last = Math.max(known.last, last) as EpochMillis
  }

  addEvent(attribute: GroupAttribute, { time, values }: EventTraits): void {
    for (const value of values[attribute]) this.add(attribute, value, 1, time, time)
  }

  /** The most frequent first; values of equal number in their own order. */
  result(): readonly EventGroup[] {
    return [...this.#groups.values()]
      .flatMap((groups) => [...groups.values()])
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
}
