import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { bucketOf } from './event-buckets.ts'

const NOW = 10_000_000_000 as EpochMillis
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const since = (millis: number) => (NOW - millis) as EpochMillis

it.each([
  ['an hour by minutes', null, since(HOUR), MINUTE],
  ['a day by quarters of an hour', null, since(DAY), 15 * MINUTE],
  ['a week by six hours', null, since(7 * DAY), 6 * HOUR],
  ['a month by days or less', null, since(30 * DAY), 6 * HOUR],
  ['years by days', null, since(1000 * DAY), DAY],
  ['all there is by days', null, undefined, DAY],
  ['a day by minutes, when asked for', String(MINUTE), since(DAY), MINUTE],
  ['a month not by minutes, even when asked for', String(MINUTE), since(30 * DAY), 6 * HOUR],
  ['an hour by nothing strange', '7', since(HOUR), MINUTE],
  ['a range that ends before it begins', null, (NOW + 1) as EpochMillis, MINUTE],
])('counts %s', (_, asked, from, bucket) => {
  expect(bucketOf(asked, from, NOW)).toBe(bucket)
})
