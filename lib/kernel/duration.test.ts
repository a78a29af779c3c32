import { describe, expect, it } from 'vitest'
import { isoMillis } from './clock.ts'
import { addDuration, parseDuration } from './duration.ts'
import type { EpochMillis } from './ids.ts'

const after = (from: string, text: string) => {
  const duration = parseDuration(text)
  return duration && isoMillis(addDuration(Date.parse(from) as EpochMillis, duration))
}

describe('a duration', () => {
  it.each([
    ['2026-01-01T12:00:00Z', 'P3655D', '2036-01-04T12:00:00.000Z'],
    ['2026-01-01T12:00:00Z', 'PT1H', '2026-01-01T13:00:00.000Z'],
    ['2026-01-01T12:00:00Z', 'P1Y', '2027-01-01T12:00:00.000Z'],
    ['2024-02-29T00:00:00Z', 'P1Y', '2025-02-28T00:00:00.000Z'],
    ['2026-01-31T00:00:00Z', 'P1M', '2026-02-28T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', 'P14M', '2028-02-29T23:59:59.999Z'],
    ['2026-01-01T00:00:00Z', 'P2W', '2026-01-15T00:00:00.000Z'],
    ['2026-01-01T00:00:00Z', 'P1Y2M3DT4H5M6.789S', '2027-03-04T04:05:06.789Z'],
  ])('goes from %s by %s to %s', (from, text, to) => expect(after(from, text)).toBe(to))

  it.each(['', 'P', 'PT', 'P1', '1D', 'P-1D', 'P1H', 'PT1D', 'P1DT', '86400000', 'p1d', 'P1.5D', 'PT1S '])(
    'is not %j',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  )
})
