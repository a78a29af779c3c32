import { describe, expect, it } from 'vitest'
import { ceiling, rate, rateText, seriesOf, unitOf, withNew } from './request-series.ts'

const MINUTE = 60_000
const counted = {
  bucket: MINUTE,
  from: 30_000,
  to: 4 * MINUTE,
  counts: [
    { at: 0, ok: 5, denied: 1, error: 0 },
    { at: 2 * MINUTE, ok: 10, denied: 0, error: 2 },
  ],
}

describe('the steps of the chart', () => {
  it('have no holes, and are cut where the window ends', () => {
    const { steps, all, denied, failed } = seriesOf(counted, 4 * MINUTE)
    expect(steps.map(({ from, to, all }) => [from, to, all])).toEqual([
      [30_000, MINUTE, 6],
      [MINUTE, 2 * MINUTE, 0],
      [2 * MINUTE, 3 * MINUTE, 12],
      [3 * MINUTE, 4 * MINUTE, 0],
    ])
    expect([all, denied, failed]).toEqual([18, 1, 2])
  })

  it('join what the window only touches to their neighbour', () => {
    const late = { ...counted, counts: [...counted.counts, { at: 4 * MINUTE, ok: 3, denied: 0, error: 0 }] }
    const { steps, all } = seriesOf(late, 4 * MINUTE + 5000)
    expect(steps.at(-1)).toMatchObject({ from: 3 * MINUTE, to: 4 * MINUTE + 5000, all: 3 })
    expect(all).toBe(21)
  })

  it('take in what came since, once', () => {
    const fresh = [
      { time: 3 * MINUTE, outcome: 'ok' },
      { time: 4 * MINUTE + 1, outcome: 'denied' },
    ] as const
    expect(seriesOf(withNew(counted, fresh), 5 * MINUTE)).toMatchObject({ all: 19, denied: 2 })
    expect(counted.counts).toHaveLength(2)
  })
})

it('rates are by the minute, or by the hour where few come', () => {
  expect(rate({ from: 0, to: 30_000, all: 6 }, MINUTE)).toBe(12)
  expect(unitOf(seriesOf(counted, 4 * MINUTE)).name).toBe('minute')
  const few = { bucket: 15 * MINUTE, from: 0, to: 60 * MINUTE, counts: [{ at: 0, ok: 3, denied: 0, error: 0 }] }
  expect(unitOf(seriesOf(few, few.to)).name).toBe('hour')
  expect([rateText(41.234), rateText(1204.4), rateText(0)]).toEqual(['41.2', '1,204', '0'])
})

it.each([
  [0, 2],
  [1.2, 2],
  [3, 4],
  [5, 6],
  [41, 60],
  [100, 100],
  [1201, 2000],
])('the axis above %d ends at %d', (value, top) => {
  expect(ceiling(value)).toBe(top)
})
