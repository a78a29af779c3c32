import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import {
  HOUR,
  hoursBetween,
  hoursIn,
  type Month,
  monthAfter,
  monthEnd,
  monthOf,
  monthStart,
  parseMonth,
} from './month.ts'

const at = (text: string) => Date.parse(text) as EpochMillis

describe('a month', () => {
  it('is one of UTC, from its first moment to the next one', () => {
    expect(monthOf(at('2026-11-30T23:59:59.999Z'))).toBe('2026-11')
    expect(monthOf(at('2026-12-01T00:00:00Z'))).toBe('2026-12')
    expect(monthEnd('2026-12' as Month)).toBe(monthStart('2027-01' as Month))
    expect(monthAfter('2026-01' as Month, -1)).toBe('2025-12')
  })

  it('has 28 to 31 days of hours', () => {
    expect(['2026-02', '2028-02', '2026-04', '2026-12'].map((each) => hoursIn(each as Month))).toEqual([
      672, 696, 720, 744,
    ])
  })

  it.each(['2026-13', '2026-1', '', 'now', '2026-00', '2026-011'])('is not %o', (text) => {
    expect(parseMonth(text)).toBeUndefined()
  })
})

describe('the hours of a span', () => {
  const hour = at('2026-11-05T10:00:00Z')

  it('are those it touches, one that has begun counted whole', () => {
    expect(hoursBetween(hour, hour + 1)).toBe(1)
    expect(hoursBetween(hour, hour + HOUR)).toBe(1)
    expect(hoursBetween(hour, hour + HOUR + 1)).toBe(2)
    expect(hoursBetween(hour + HOUR - 1, hour + HOUR + 1)).toBe(2)
  })

  it('are none of a span that is empty', () => {
    expect(hoursBetween(hour + 5, hour + 5)).toBe(0)
    expect(hoursBetween(hour + 5, hour)).toBe(0)
  })
})
