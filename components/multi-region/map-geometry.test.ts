import { describe, expect, it } from 'vitest'
import { regions } from '#model/regions.ts'
import { HEIGHT, LAND_PATH, placeSpotLabels, pointOf, WIDTH } from './map-geometry.ts'

describe('the map', () => {
  it('has land, and nothing outside of itself', () => {
    const dots = [...LAND_PATH.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    expect(dots.length).toBeGreaterThan(2000)
    expect(dots.every(([x, y]) => x <= WIDTH && y <= HEIGHT)).toBe(true)
  })

  it('shows every Region but those whose place is a secret', () => {
    const missing = regions.filter(({ region }) => !pointOf(region)).map(({ region }) => region)
    expect(missing.every((region) => region.includes('iso'))).toBe(true)
    for (const { region } of regions) {
      const point = pointOf(region)
      if (!point) continue
      expect(point.x).toBeGreaterThan(0)
      expect(point.x).toBeLessThan(WIDTH)
      expect(point.y).toBeGreaterThan(0)
      expect(point.y).toBeLessThan(HEIGHT)
    }
  })

  it('gives the first Regions their words, and leaves out what would lie over others', () => {
    const spots = regions.flatMap(({ region }) => {
      const point = pointOf(region)
      return point ? [{ ...point, region, lines: [region, 'Replica, enabled'] }] : []
    })
    const labels = placeSpotLabels(spots)
    expect(labels[0]).toBeDefined()
    const placed = labels.flatMap((label, index) => (label ? [{ label, spot: spots[index] }] : []))
    const boxes = placed.map(({ label, spot }) => {
      const width = Math.max(...(spot?.lines ?? []).map(({ length }) => length)) * 7.2
      return { x1: label.end ? label.x - width : label.x, x2: label.end ? label.x : label.x + width, y: label.y }
    })
    for (const [index, a] of boxes.entries()) {
      const over = boxes.slice(index + 1).filter((b) => a.x1 < b.x2 && b.x1 < a.x2 && Math.abs(a.y - b.y) < 30)
      expect(over).toEqual([])
    }
  })
})
