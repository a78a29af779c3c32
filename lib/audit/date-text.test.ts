import { expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { dateText } from './date-text.ts'

it.each([
  ['2022-08-10T22:38:27Z', 'Aug 10, 2022, 10:38:27 PM'],
  ['2020-11-18T01:29:18Z', 'Nov 18, 2020, 1:29:18 AM'],
  ['2026-01-01T00:00:00Z', 'Jan 1, 2026, 12:00:00 AM'],
  ['2026-12-31T12:05:09.999Z', 'Dec 31, 2026, 12:05:09 PM'],
])('%s is written %s', (time, text) => expect(dateText(Date.parse(time) as EpochMillis)).toBe(text))
