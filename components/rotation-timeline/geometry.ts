import type { MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import { type Tick, ticksBetween } from './ticks.ts'

export const WIDTH = 1118
/** Where the time axis begins and ends; the materials' names stand to its left. */
export const LEFT = 152
export const RIGHT = 1102
export const TOP = 30
const FIRST_LANE = 78
const LANE = 46
const DAY = 86_400_000

/** One material on its own lane. Coordinates are those of the drawing. */
export interface Lane {
  readonly number: number
  readonly materialId?: string
  readonly how: MaterialDto['how'] | 'planned'
  readonly at: number
  readonly current: boolean
  readonly x: number
  readonly y: number
  /** Where the next material takes over. */
  readonly until?: { readonly x: number; readonly y: number }
}

export interface Geometry {
  readonly height: number
  readonly bottom: number
  readonly lanes: readonly Lane[]
  readonly ticks: readonly (Tick & { readonly x: number })[]
  readonly nowX: number
}

/** Lays the life of a key's material out in time, from birth to what is planned next. */
export function geometryOf(rotations: RotationsDto, now: number): Geometry {
  const past = rotations.materials.flatMap((material) =>
    material.since === undefined ? [] : [{ ...material, at: material.since, current: material.state === 'current' }],
  )
  const born = past[0]?.at ?? now
  const { from, to } = domain(born, now, rotations.nextRotationAt)
  const xOf = (time: number) => LEFT + ((time - from) / (to - from)) * (RIGHT - LEFT)
  const yOf = (index: number) => FIRST_LANE + index * LANE
  const next = rotations.nextRotationAt
  const planned =
    next === undefined ? [] : [{ number: past.length + 1, how: 'planned' as const, at: next, current: false }]
  const births = [...past, ...planned]
  const lanes = births.map((birth, index): Lane => {
    const follower = births[index + 1]
    const until = follower ? { until: { x: xOf(follower.at), y: yOf(index + 1) } } : {}
    return { ...birth, x: xOf(birth.at), y: yOf(index), ...until }
  })
  const bottom = yOf(births.length - 1) + 40
  return {
    height: bottom + 28,
    bottom,
    lanes,
    ticks: ticksBetween(from, to).map((tick) => ({ ...tick, x: xOf(tick.at) })),
    nowX: xOf(now),
  }
}

/** A little before the birth to a little behind the last thing known, so that no mark stands on the edge. */
function domain(born: number, now: number, next: number | undefined): { from: number; to: number } {
  const last = Math.max(now, next ?? now)
  const length = Math.max(last - born, DAY)
  return { from: born - length * 0.04, to: last + length * (next === undefined ? 0.25 : 0.14) }
}
