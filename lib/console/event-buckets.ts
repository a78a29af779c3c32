import type { EpochMillis } from '#kernel/ids.ts'

const [MINUTE, HOUR] = [60_000, 3_600_000]
export const DAY = 86_400_000

/** How long the bars of the histogram may last. */
const BUCKETS: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY]

/** The most bars that are chosen, and the most that may be asked for. */
const [USUAL, MOST] = [120, 1500]

/**
 * How many milliseconds a bar lasts for the events since `from`: what is asked for, unless that makes too many bars;
 * else as few as give a picture. Of a log without a beginning every bar is a day.
 */
export function bucketOf(asked: string | null, from: EpochMillis | undefined, to: EpochMillis): number {
  if (from === undefined) return DAY
  const span = Math.max(0, to - from)
  const wanted = BUCKETS.find((bucket) => String(bucket) === asked)
  if (wanted !== undefined && span / wanted <= MOST) return wanted
  return BUCKETS.find((bucket) => span / bucket <= USUAL) ?? DAY
}
