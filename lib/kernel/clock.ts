import type { EpochMillis } from './ids.ts'

/** Time as a dependency: a sandbox may freeze or move its own. */
export interface Clock {
  now(): EpochMillis
}

export const systemClock: Clock = { now: () => Date.now() as EpochMillis }

/** `2026-11-23T14:20:00Z`, as CloudTrail writes `eventTime`. */
export function isoSeconds(time: EpochMillis): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** `2026-11-23T14:20:00.123Z`. */
export function isoMillis(time: EpochMillis): string {
  return new Date(time).toISOString()
}

export const DAY = 86_400_000

export function addDays(time: EpochMillis, days: number): EpochMillis {
  return (time + days * DAY) as EpochMillis
}
