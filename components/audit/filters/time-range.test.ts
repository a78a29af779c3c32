import { expect, it } from 'vitest'
import { addressText, fieldText, rangeText, timeOf } from './time-range.ts'

const NOW = Date.parse('2026-11-26T23:30:00Z')
const FROM = NOW - 30 * 60_000

it('what is typed in a zone is told by the address in UTC, and comes back', () => {
  expect(fieldText(NOW, 'Europe/Berlin')).toBe('2026-11-27T00:30:00')
  expect(addressText('2026-11-27T00:30:00', 'Europe/Berlin')).toBe('2026-11-26T23:30:00.000Z')
  expect(addressText('', 'UTC')).toBeUndefined()
  expect(addressText('soon', 'UTC')).toBeUndefined()
  expect(fieldText(undefined, 'UTC')).toBe('')
})

it('a time is called by its hour today, and by its day otherwise, in the zone that was chosen', () => {
  const span = { range: null, from: FROM, to: NOW }
  expect(rangeText(span, NOW, 'UTC')).toBe('23:00 to 23:30')
  expect(rangeText(span, NOW, 'Europe/Berlin')).toBe('00:00 to 00:30')
  expect(rangeText({ ...span, from: undefined }, NOW + 86_400_000, 'UTC')).toBe('Until 2026-11-26 23:30')
  expect(rangeText({ range: '1h', from: undefined, to: undefined }, NOW, 'UTC')).toBe('Last hour')
})

it('an address says times in milliseconds or as ISO 8601', () => {
  expect(timeOf('1000')).toBe(1000)
  expect(timeOf('1970-01-01T00:00:01Z')).toBe(1000)
  expect(timeOf('soon')).toBeUndefined()
})
