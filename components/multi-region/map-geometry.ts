import { LAND } from './land.ts'
import { REGION_PLACES } from './region-places.ts'

export const WIDTH = 1206
export const HEIGHT = 404

const COLUMN = 9.5
const ROW = 8.264
/** Of every other row. */
const SHIFT = 4.8
const FIRST = 3

/** All land as one path of dots. */
export const LAND_PATH = LAND.map((row, index) => {
  const y = round(4 + index * ROW)
  const shift = FIRST + (index % 2 === 1 ? SHIFT : 0)
  return columnsOf(row)
    .map((column) => `M${round(shift + column * COLUMN)} ${y}h0`)
    .join('')
}).join('')

function columnsOf(row: string): readonly number[] {
  return row.split(' ').flatMap((run) => {
    const [first = 0, last = first] = run.split('-').map(Number)
    return run === '' ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a Region is on the map; undefined for those whose place is not told. */
export function pointOf(region: string): Point | undefined {
  const place = REGION_PLACES[region]
  if (!place) return undefined
  const [latitude, longitude] = place
  return { x: round(538.1 + (longitude - 8.7) * 3.936), y: round(60.5 + (50.1 - latitude) * 3.527) }
}

/** The line between a primary and a replica: it rises the more the further they are apart. */
export function arcOf(from: Point, to: Point): string {
  const { x, y } = bendOf(from, to)
  return `M${from.x} ${from.y}Q${x} ${y} ${to.x} ${to.y}`
}

const STEPS = 80

/** Points along that line, for what should not lie on it. */
export function arcPoints(from: Point, to: Point): readonly Point[] {
  const bend = bendOf(from, to)
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS
    const along = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c
    return { x: along(from.x, bend.x, to.x), y: along(from.y, bend.y, to.y) }
  })
}

function bendOf(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2 - distance * 0.2]
  return { x: round(x), y: round(Math.max(y, -distance * 0.08)) }
}

export interface Spot extends Point {
  readonly region: string
  /** The lines of its label; the first is the Region. */
  readonly lines: readonly string[]
}

export interface SpotLabel extends Point {
  readonly end: boolean
}

interface Box {
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
}

const LETTER = 7.2
const LINE = 15
const AWAY = 18

/**
 * A place for the words of each spot in their order, none over another or over a spot, and over as few of `others` as
 * can be; undefined where there is none.
 */
export function placeSpotLabels(
  spots: readonly Spot[],
  others: readonly Point[] = [],
): readonly (SpotLabel | undefined)[] {
  const taken = spots.map((spot) => boxAround(spot, 7))
  const soft = others.map((point) => boxAround(point, 5))
  return spots.map((spot, index) => {
    const hard = taken.filter((_, other) => other !== index)
    const [choice] = choicesOf(spot)
      .filter(({ box }) => isInside(box) && !hard.some((other) => overlaps(box, other)))
      .map((each) => ({ ...each, over: soft.filter((other) => overlaps(each.box, other)).length }))
      .toSorted((a, b) => a.over - b.over)
    if (!choice) return undefined
    taken.push(choice.box)
    return choice.label
  })
}

function boxAround({ x, y }: Point, radius: number): Box {
  return { x1: x - radius, x2: x + radius, y1: y - radius, y2: y + radius }
}

function choicesOf({ x, y, lines }: Spot): readonly { readonly label: SpotLabel; readonly box: Box }[] {
  const width = Math.max(...lines.map(({ length }) => length)) * LETTER
  const height = lines.length * LINE
  const at = (end: boolean, top: number) => ({
    label: { x: end ? x - AWAY : x + AWAY, y: top + 11, end },
    box: end
      ? { x1: x - AWAY - width, x2: x - AWAY, y1: top, y2: top + height }
      : { x1: x + AWAY, x2: x + AWAY + width, y1: top, y2: top + height },
  })
  const tops = [y - height / 2, y + 3, y - height - 3, y + 16, y - height - 16]
  return tops.flatMap((top) => [at(false, top), at(true, top)])
}

function isInside({ x1, x2, y1, y2 }: Box): boolean {
  return x1 >= 0 && x2 <= WIDTH && y1 >= 0 && y2 <= HEIGHT
}

function overlaps(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
