import { describe, expect, it } from 'vitest'
import type { MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import type { MaterialEventDto, MaterialLifeDto } from '#console/dto/material-life.ts'
import { type Geometry, geometryOf } from './geometry.ts'
import { boxOf, overlaps } from './labels.ts'
import { LAYOUTS } from './layout.ts'
import { ticksBetween } from './ticks.ts'

const BORN = Date.UTC(2024, 2, 4)
const NOW = Date.UTC(2026, 10, 23)
const DAY = 86_400_000
const { left, right } = LAYOUTS.wide

function material(
  number: number,
  since: number,
  how: MaterialDto['how'],
  more: Partial<MaterialDto> = {},
): MaterialDto {
  return { number, since, how, materialId: `m${number}`, state: 'former', missing: false, ...more }
}

const rotations: RotationsDto = {
  materials: [
    material(1, BORN, 'created'),
    material(2, Date.UTC(2025, 2, 4), 'automatic'),
    material(3, Date.UTC(2025, 7, 19), 'on-demand', { state: 'current' }),
  ],
  periodInDays: 365,
  nextRotationAt: Date.UTC(2027, 2, 4),
  onDemandUsed: 1,
}

const draw = (data: RotationsDto, events: readonly MaterialEventDto[] = [], life?: MaterialLifeDto, bornAt = BORN) =>
  geometryOf({ rotations: data, events, bornAt, life }, NOW, LAYOUTS.wide)

const labelsOf = ({ lanes }: Geometry) => lanes.flatMap(({ marks }) => marks.flatMap(({ label }) => label ?? []))

function expectNoOverlap(geometry: Geometry): void {
  const boxes = labelsOf(geometry).map(boxOf)
  for (const [index, box] of boxes.entries()) {
    expect(boxes.slice(index + 1).filter((other) => overlaps(box, other))).toEqual([])
    expect(box.x1).toBeGreaterThanOrEqual(left)
    expect(box.x2).toBeLessThanOrEqual(right)
  }
}

describe('geometryOf', () => {
  it('gives each material a lane, and those that are planned behind them', () => {
    const { lanes } = draw(rotations)
    expect(lanes.map(({ life }) => life.state)).toEqual(['former', 'former', 'current', 'planned', 'planned'])
    expect(new Set(lanes.map(({ y }) => y)).size).toBe(5)
  })

  it('steps down exactly where the next material is born, and dashed where it is not yet', () => {
    const { lanes } = draw(rotations)
    expect(lanes[0]?.step).toEqual({ x: lanes[1]?.marks[0]?.x, to: lanes[1]?.y, planned: false })
    expect(lanes[2]?.step).toMatchObject({ to: lanes[3]?.y, planned: true })
    expect(lanes[4]?.step).toBeUndefined()
  })

  it('keeps past, now and plans in order and inside the axis', () => {
    const { lanes, nowX } = draw(rotations)
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = lanes.map(({ marks }) => marks[0]?.x ?? 0)
    const xs = [left, first, second, third, nowX, fourth, fifth, right]
    expect(xs).toEqual(xs.toSorted((a, b) => a - b))
  })

  it('draws what each material does: encrypts, then decrypts; ahead of now only what is planned', () => {
    const { lanes, nowX } = draw(rotations)
    expect(lanes[0]?.segments.map(({ kind }) => kind)).toEqual(['encrypts', 'decrypts'])
    expect(lanes[2]?.segments[0]).toMatchObject({ kind: 'current', x2: nowX })
    expect(lanes[2]?.segments[1]).toMatchObject({ kind: 'ahead', x1: nowX })
    expect(lanes[3]?.segments.map(({ kind }) => kind)).toEqual(['planned'])
  })

  it('can be drawn for a key that was born this moment', () => {
    const born = { materials: [material(1, NOW, 'created', { state: 'current' })], onDemandUsed: 0 }
    const { lanes, nowX, ticks } = draw(born, [], undefined, NOW)
    expect(lanes[0]?.marks[0]?.x).toBe(nowX)
    expect(ticks.length).toBeGreaterThan(1)
  })

  it('goes back as far as it is asked, and leaves what was before out', () => {
    const data = { rotations, events: [], bornAt: BORN, life: undefined, range: 365 * DAY }
    const { lanes } = geometryOf(data, NOW, LAYOUTS.wide)
    expect(lanes.map(({ marks }) => marks.length)).toEqual([0, 0, 0, 1, 1])
  })

  it('draws what was opened on one scale, and nothing where nothing was', () => {
    const at = Date.UTC(2025, 0, 1)
    const uses = [
      { materialId: 'm1', total: 10, counts: [{ at, count: 10 }] },
      { materialId: 'm2', total: 0, counts: [] },
    ]
    const { lanes } = draw(rotations, [], { events: [], uses, bucket: 7 * DAY })
    expect(lanes[0]?.ridge?.crest).toMatch(/^M/)
    expect(lanes[0]?.opened).toEqual({ total: 10, part: 1 })
    expect(lanes[1]?.ridge).toBeUndefined()
    expect(lanes[2]?.opened).toBeUndefined()
  })
})

describe('labels', () => {
  it('stand beside every mark of an ordinary key', () => {
    const geometry = draw(rotations)
    expect(labelsOf(geometry).map(({ title }) => title)).toEqual([
      ...['Automatic', 'On demand', 'Automatic, planned', 'Automatic, planned'],
    ])
    expectNoOverlap(geometry)
  })

  it.each([
    ['over years', 38 * DAY],
    ['in one minute', 2000],
  ])('never overlap for 25 rotations %s', (_, apart) => {
    const bornAt = NOW - 26 * apart
    const materials = Array.from({ length: 26 }, (__, index) =>
      material(index + 1, bornAt + index * apart, index === 0 ? 'created' : 'on-demand'),
    )
    const geometry = draw({ materials, onDemandUsed: 25 }, [], undefined, bornAt)
    expect(labelsOf(geometry)).toHaveLength(25)
    expectNoOverlap(geometry)
  })

  it('stand above and below a lane with several marks, never across its line', () => {
    const events = [
      { at: NOW - 400 * DAY, materialId: 'm1', principalArn: '', what: 'imported' as const },
      { at: NOW - 220 * DAY, materialId: 'm1', principalArn: '', what: 'expired' as const },
      { at: NOW - 218 * DAY, materialId: 'm1', principalArn: '', what: 'imported' as const },
    ]
    const own = material(1, NOW - 400 * DAY, 'imported', { state: 'current' })
    const geometry = draw({ materials: [own], onDemandUsed: 0 }, events, undefined, NOW - 410 * DAY)
    const line = geometry.lanes[0]?.y ?? 0
    const boxes = labelsOf(geometry).map(boxOf)
    expect(boxes).toHaveLength(3)
    expect(boxes.filter(({ y1, y2 }) => y1 < line && line < y2)).toEqual([])
  })

  it('never overlap where imports and expiries crowd one lane', () => {
    const times = [0, 1, 2, 3, 40, 80, 81].map((days) => BORN + days * 5 * DAY)
    const events = times.map((at, index) => ({
      ...{ at, materialId: 'm1', principalArn: '' },
      what: index % 2 === 0 ? ('imported' as const) : ('expired' as const),
    }))
    const own = material(1, BORN, 'imported', { state: 'current', expiresAt: NOW + 22 * DAY })
    expectNoOverlap(draw({ materials: [own], onDemandUsed: 0 }, events))
  })
})

describe('imported material', () => {
  const own = material(1, BORN, 'imported', { state: 'current', expiresAt: NOW + 22 * DAY })
  const waiting: MaterialDto = { number: 2, materialId: 'm2', how: 'imported', state: 'pending', missing: false }
  const event = (what: MaterialEventDto['what'], at: number, materialId = 'm1'): MaterialEventDto => {
    return { what, at, materialId, principalArn: '' }
  }

  it('shows when it was here, when it was missing, when it expires, and what waits', () => {
    const events = [
      event('imported', BORN),
      event('expired', BORN + 100 * DAY),
      event('imported', BORN + 150 * DAY),
      event('imported', NOW - 10 * DAY, 'm2'),
    ]
    const { lanes } = draw({ materials: [own, waiting], onDemandUsed: 0 }, events)
    expect(lanes[0]?.marks.map(({ kind }) => kind)).toEqual(['imported', 'expired', 'imported', 'expires'])
    expect(lanes[0]?.segments.map(({ kind }) => kind)).toEqual(['current', 'current', 'ahead', 'gap'])
    expect(lanes[1]?.segments.map(({ kind }) => kind)).toEqual(['waits'])
  })

  it('is drawn from what is known of it where the log tells nothing', () => {
    const { lanes } = draw({ materials: [own], onDemandUsed: 0 })
    expect(lanes[0]?.segments[0]).toMatchObject({ kind: 'current' })
    const gone = { ...own, missing: true }
    expect(draw({ materials: [gone], onDemandUsed: 0 }).lanes[0]?.segments).toEqual([])
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
    for (const most of [5, 13]) {
      const ticks = ticksBetween(BORN, BORN + length, most)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(most)
      expect(ticks.map((tick) => tick.at)).toEqual(ticks.map((tick) => tick.at).toSorted((a, b) => a - b))
      expect(ticks.every((tick) => tick.at >= BORN && tick.at <= BORN + length)).toBe(true)
    }
  })

  it('stand at the midnights of the zone', () => {
    const [first] = ticksBetween(
      Date.parse('2026-07-01T12:00:00Z'),
      Date.parse('2026-07-08T12:00:00Z'),
      13,
      'Asia/Tokyo',
    )
    expect(first).toMatchObject({ at: Date.parse('2026-07-01T15:00:00Z'), label: '2 Jul' })
  })

  it('names years where they begin', () => {
    const ticks = ticksBetween(BORN, NOW)
    expect(ticks.filter((tick) => tick.strong).map((tick) => tick.label)).toEqual(['2025', '2026'])
  })
})
