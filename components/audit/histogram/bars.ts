import type { EventCountsDto, EventRowDto } from '#console/dto/events.ts'
import { instant } from '../../format.ts'

/** One bar: what happened from `at` for the length of a bucket. */
export interface Bar {
  readonly at: number
  readonly ok: number
  readonly denied: number
  readonly error: number
}

export function totalOf({ ok, denied, error }: Bar): number {
  return ok + denied + error
}

/** Every bar of the time that was counted, also those without events, with what came since. */
export function barsOf(counts: EventCountsDto, live: readonly EventRowDto[]): readonly Bar[] {
  const { bucket, to } = counts
  const found = new Map(counts.counts.map((count) => [count.at, { ...count }]))
  const startOf = (time: number) => Math.floor(time / bucket) * bucket
  for (const row of live) {
    if (row.time <= to) continue
    const at = startOf(row.time)
    const bar = found.get(at) ?? { at, ok: 0, denied: 0, error: 0 }
    bar[row.outcome] += 1
    found.set(at, bar)
  }
  const times = [...found.keys()]
  const first = counts.from === undefined ? Math.min(to, ...times) : counts.from
  const last = Math.max(to, ...times)
  const bars: Bar[] = []
  for (let at = startOf(first); at <= last && bars.length < MOST; at += bucket) {
    bars.push(found.get(at) ?? { at, ok: 0, denied: 0, error: 0 })
  }
  return bars
}

/** What the server gives at most, and some for what comes while one looks. */
const MOST = 1600

/** The sum of bars. */
export function sumOf(bars: readonly Bar[]): Omit<Bar, 'at'> {
  const sum = { ok: 0, denied: 0, error: 0 }
  for (const bar of bars) {
    sum.ok += bar.ok
    sum.denied += bar.denied
    sum.error += bar.error
  }
  return sum
}

/** The times of the axis: the ends and, where there is room, three between them. */
export function ticksOf(bars: readonly Bar[], bucket: number): readonly number[] {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return []
  const [from, to] = [first.at, last.at + bucket]
  const parts = bars.length < 8 ? 1 : 4
  return Array.from({ length: parts + 1 }, (_, index) => from + ((to - from) * index) / parts)
}

/** A time of the axis: the hour where bars are short, the day where they are long, with its year where there are several. */
export function tickText(time: number, first: number, last: number, zone: string): string {
  const text = instant(time, zone)
  if (last - first > 300 * DAY) return text.slice(0, 10)
  if (last - first > 2 * DAY) return text.slice(5, 10)
  return last - first > DAY ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(11, 16)
}

const DAY = 86_400_000
