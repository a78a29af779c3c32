import { describe, expect, it } from 'vitest'
import type { MaterialDto } from '#console/dto/keys.ts'
import { geometryOf, LEFT, RIGHT } from './geometry.ts'
import { ticksBetween } from './ticks.ts'

const BORN = Date.UTC(2024, 2, 4)
const NOW = Date.UTC(2026, 10, 23)

function material(number: number, since: number, how: MaterialDto['how']): MaterialDto {
  return { number, since, how, materialId: `m${number}`, state: number === 2 ? 'current' : 'former', missing: false }
}

const rotations = {
  materials: [material(1, BORN, 'created'), material(2, Date.UTC(2025, 2, 4), 'automatic')],
  periodInDays: 365,
  nextRotationAt: Date.UTC(2027, 2, 4),
  onDemandUsed: 0,
}

describe('geometryOf', () => {
  it('gives each material a lane, and the planned one behind them', () => {
    const { lanes } = geometryOf(rotations, NOW)
    expect(lanes.map((lane) => lane.how)).toEqual(['created', 'automatic', 'planned'])
    expect(new Set(lanes.map((lane) => lane.y)).size).toBe(3)
  })

  it('steps down exactly where the next material is born', () => {
    const { lanes } = geometryOf(rotations, NOW)
    expect(lanes[0]?.until).toEqual({ x: lanes[1]?.x, y: lanes[1]?.y })
    expect(lanes[2]?.until).toBeUndefined()
  })

  it('keeps past, now and plans in order and inside the axis', () => {
    const { lanes, nowX } = geometryOf(rotations, NOW)
    const xs = [LEFT, ...lanes.slice(0, 2).map((lane) => lane.x), nowX, lanes[2]?.x ?? 0, RIGHT]
    expect(xs).toEqual(xs.toSorted((a, b) => a - b))
  })

  it('can be drawn for a key that was born this moment', () => {
    const born = { materials: [material(1, NOW, 'created')], onDemandUsed: 0 }
    const { lanes, nowX, ticks } = geometryOf(born, NOW)
    expect(lanes[0]?.x).toBe(nowX)
    expect(ticks.length).toBeGreaterThan(1)
  })
})

describe('ticksBetween', () => {
  it.each([
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
    ['a month', 30 * 86_400_000],
    ['a year', 365 * 86_400_000],
    ['ten years', 3650 * 86_400_000],
  ])('marks %s with few enough marks, in order', (_, length) => {
    const ticks = ticksBetween(BORN, BORN + length)
    expect(ticks.length).toBeGreaterThan(0)
    expect(ticks.length).toBeLessThanOrEqual(13)
    expect(ticks.map((tick) => tick.at)).toEqual(ticks.map((tick) => tick.at).toSorted((a, b) => a - b))
    expect(ticks.every((tick) => tick.at >= BORN && tick.at <= BORN + length)).toBe(true)
  })

  it('names years where they begin', () => {
    const ticks = ticksBetween(BORN, NOW)
    expect(ticks.filter((tick) => tick.strong).map((tick) => tick.label)).toEqual(['2025', '2026'])
  })
})
