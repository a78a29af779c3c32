import type { EpochMillis } from './ids.ts'

/** Time as a dependency: a sandbox may freeze or move its own. */
export interface Clock {
  now(): EpochMillis
}

export const systemClock: Clock = { now: () => Date.now() as EpochMillis }

/** Of the same time when the process began, and never set back or forward: for spans of time. */
export const steadyClock: Clock = { now: () => (performance.timeOrigin + performance.now()) as EpochMillis }

/** `2026-11-23T14:20:00Z`, as CloudTrail writes `eventTime`. */
export function isoSeconds(time: EpochMillis): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** `2026-11-23T14:20:00.123Z`. */
export function isoMillis(time: EpochMillis): string {
  return new Date(time).toISOString()
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** A time in ISO 8601 with its time zone; undefined for any other text, and for a day that its month does not have. */
export function parseInstant(text: string): EpochMillis | undefined {
  const [, day] = INSTANT.exec(text) ?? []
  const time = Date.parse(text)
  // Date.parse takes 30 February for 1 March.
  if (day === undefined || Number.isNaN(time) || !new Date(day).toISOString().startsWith(day)) return undefined
  return time as EpochMillis
}

/** `Mon, 23 Nov 2026 14:20:00 GMT` (RFC 9110 section 5.6.7). */
export function httpDate(time: EpochMillis): string {
  return new Date(time).toUTCString()
}

export const DAY = 86_400_000

export function addDays(time: EpochMillis, days: number): EpochMillis {
  return (time + days * DAY) as EpochMillis
}
