import type { EpochMillis } from '#kernel/ids.ts'

/** What one digest speaks for. */
export const HOUR = 3_600_000

export function hourOf(time: EpochMillis): EpochMillis {
  return (Math.floor(time / HOUR) * HOUR) as EpochMillis
}

export function hourAfter(hour: EpochMillis): EpochMillis {
  return (hour + HOUR) as EpochMillis
}
