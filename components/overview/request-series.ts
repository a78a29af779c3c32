import type { EventCountsDto } from '#console/dto/events.ts'

/** One step of the chart. */
export interface Step {
  /** The first millisecond, and the one after the last. */
  readonly from: number
  readonly to: number
  readonly all: number
  readonly denied: number
  readonly failed: number
}

export interface Series {
  readonly from: number
  readonly to: number
  readonly steps: readonly Step[]
  readonly all: number
  readonly denied: number
  readonly failed: number
}

/** A bucket that the window only touches says nothing about a rate: it counts to its neighbour. */
const LEAST_PART = 0.25

/** The counts of a span as steps without holes, up to `to`; steps at the edges are as short as the window leaves them. */
export function seriesOf({ bucket, from = 0, counts }: EventCountsDto, to: number): Series {
  const byStart = new Map(counts.map((each) => [each.at, each]))
  const steps: Step[] = []
  for (let at = from - (from % bucket); at < to; at += bucket) {
    const { ok = 0, denied = 0, error = 0 } = byStart.get(at) ?? {}
    steps.push({
      from: Math.max(at, from),
      to: Math.min(at + bucket, to),
      all: ok + denied + error,
      denied,
      failed: error,
    })
  }
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0)
  const narrow = bucket * LEAST_PART
  return {
    ...{ from, to, steps: joined(joined(steps, narrow).toReversed(), narrow).toReversed() },
    ...{ all: sum((step) => step.all), denied: sum((step) => step.denied), failed: sum((step) => step.failed) },
  }
}

/** The steps with the last one joined to the one before it in the list, where it is too narrow to stand alone. */
function joined(steps: readonly Step[], narrow: number): readonly Step[] {
  const [a, b] = steps.slice(-2)
  if (!a || !b || b.to - b.from >= narrow) return steps
  const both = {
    ...{ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), all: a.all + b.all },
    ...{ denied: a.denied + b.denied, failed: a.failed + b.failed },
  }
  return [...steps.slice(0, -2), both]
}

/** Events that came after the counts were made, added to them. */
export function withNew(
  counted: EventCountsDto,
  fresh: readonly { readonly time: number; readonly outcome: 'ok' | 'denied' | 'error' }[],
): EventCountsDto {
  const { bucket } = counted
  const byStart = new Map(counted.counts.map((each) => [each.at, { ...each }]))
  for (const { time, outcome } of fresh) {
    if (time <= counted.to) continue
    const at = time - (time % bucket)
    const count = byStart.get(at) ?? { at, ok: 0, denied: 0, error: 0 }
    count[outcome] += 1
    byStart.set(at, count)
  }
  return { ...counted, counts: [...byStart.values()] }
}

const MINUTE = 60_000

/** How rates are said: by the minute, or by the hour where that would be less than one. */
export interface Unit {
  readonly name: 'minute' | 'hour'
  readonly millis: number
}

export function unitOf({ steps }: Series): Unit {
  const most = Math.max(0, ...steps.map((step) => rate(step, MINUTE)))
  return most > 0 && most < 1 ? { name: 'hour', millis: 60 * MINUTE } : { name: 'minute', millis: MINUTE }
}

/** How many of a step's requests come to a span of time. */
export function rate({ from, to, all }: Pick<Step, 'from' | 'to' | 'all'>, millis: number): number {
  return to > from ? (all / (to - from)) * millis : 0
}

const ROUND = [1, 2, 4, 6, 8, 10] as const

/** The smallest round number, easily halved, that is no less than a value. */
export function ceiling(value: number): number {
  if (value <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(value))
  return (ROUND.find((round) => round * power >= value) ?? 10) * power
}

/** `41.2`, `1,204`, `0.4`: as many figures as say something. */
export function rateText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 })
}
