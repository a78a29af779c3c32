import { describe, expect, it } from 'vitest'
import { fromWall, toWall } from './time-zone.ts'

const HOUR = 3_600_000

describe('the calendar of a zone', () => {
  it.each([
    ['UTC', '2026-07-01T12:00:00.123Z', 0],
    ['Europe/Berlin', '2026-07-01T12:00:00.123Z', 2],
    ['Europe/Berlin', '2026-01-01T12:00:00Z', 1],
    ['America/Los_Angeles', '2026-01-01T02:00:00Z', -8],
    ['Asia/Kolkata', '2026-01-01T20:00:00Z', 5.5],
  ])('in %s at %s is %d hours ahead, and leads back', (zone, text, hours) => {
    const time = Date.parse(text)
    expect(toWall(time, zone) - time).toBe(hours * HOUR)
    expect(fromWall(toWall(time, zone), zone)).toBe(time)
  })

  it('leads back on both sides of a change of the clock', () => {
    const change = Date.parse('2026-03-29T01:00:00Z')
    for (const time of [change - HOUR, change - 1, change, change + HOUR]) {
      expect(fromWall(toWall(time, 'Europe/Berlin'), 'Europe/Berlin')).toBe(time)
    }
  })

  it('has an answer for an hour that is left out', () => {
    const skipped = fromWall(Date.parse('2026-03-29T02:30:00Z'), 'Europe/Berlin')
    expect(Math.abs(skipped - Date.parse('2026-03-29T01:00:00Z'))).toBeLessThanOrEqual(HOUR)
  })

  it('has none for what is no moment', () => {
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1]) {
      expect(toWall(time, 'Europe/Berlin')).toBeNaN()
      expect(fromWall(time, 'Europe/Berlin')).toBeNaN()
    }
  })

  it.each(['0002-12-01', '0202-12-01', '1890-06-01', '9999-12-31'])('leads back on %s, far as it is', (day) => {
    for (const zone of ['Europe/Berlin', 'America/Los_Angeles']) {
      const wall = Date.parse(`${day}T23:59:58.900Z`)
      expect(toWall(fromWall(wall, zone), zone)).toBe(wall)
    }
  })
})
