import type { MaterialLifeDto } from '#console/dto/material-life.ts'
import { daysUntil, longDay } from '../format.ts'
import { UTC } from '../time-zone.ts'
import { type Label, placeLabels } from './labels.ts'
import { isTight, type Layout, laneHeight, ridgeHeight, room } from './layout.ts'
import { type Life, livesOf, type MarkKind, type TimelineData } from './lives.ts'
import { mostOf, type Ridge, ridgeOf } from './ridge.ts'
import { type Segment, segmentsOf } from './segments.ts'
import { type Tick, ticksBetween } from './ticks.ts'

/** Something that happened or is to happen, on its lane. */
export interface Mark {
  readonly id: string
  readonly kind: MarkKind
  readonly at: number
  readonly x: number
  readonly y: number
  readonly title: string
  readonly when: string
  readonly label?: Label
}

/** One material on its own lane. Coordinates are those of the drawing. */
export interface Lane {
  readonly life: Life
  readonly y: number
  readonly segments: readonly Segment[]
  readonly marks: readonly Mark[]
  /** Down to the lane of the next material. */
  readonly step?: { readonly x: number; readonly to: number; readonly planned: boolean }
  readonly ridge?: Ridge
  /** How many ciphertexts it opened, its part of the most, and when last; absent where the log is not for the caller. */
  readonly opened?: { readonly total: number; readonly part: number; readonly last?: number }
}

export interface Geometry {
  /** The time zone in which its times are told. */
  readonly zone: string
  readonly layout: Layout
  readonly height: number
  readonly bottom: number
  readonly tight: boolean
  readonly lanes: readonly Lane[]
  readonly ticks: readonly (Tick & { readonly x: number })[]
  readonly nowX: number
  /** The time at the right end of the axis. */
  readonly to: number
}

const TITLES: Readonly<Record<MarkKind, string>> = {
  created: 'Created',
  imported: 'Imported',
  automatic: 'Automatic',
  'on-demand': 'On demand',
  expired: 'Expired',
  deleted: 'Deleted',
  expires: 'Expires',
  planned: 'Automatic, planned',
}

const DAY = 86_400_000

interface Drawn extends TimelineData {
  /** Undefined while it is not known. */
  readonly life: MaterialLifeDto | undefined
  /** How far back the axis goes; all the way when absent. */
  readonly range?: number | undefined
}

/** Lays the life of a key's material out in time, from birth to what is planned next. */
export function geometryOf(data: Drawn, now: number, layout: Layout, zone = UTC): Geometry {
  const lives = livesOf(data, now)
  const isCrowded = lives.some(({ moments }) => moments.length > 1)
  const height = laneHeight(layout, lives.length, isCrowded)
  const tight = isTight(layout, height)
  const { from, to } = domain(lives, data, now, layout, tight)
  const scale = (time: number) => layout.left + ((time - from) / (to - from)) * (layout.right - layout.left)
  const xOf = (time: number) => Math.min(Math.max(scale(time), layout.left), layout.right)
  const first = layout.top + (layout.kind === 'wide' ? 58 : 62)
  const yOf = (index: number) => first + index * height
  const bottom = yOf(Math.max(0, lives.length - 1)) + (tight ? 18 : 28)
  const marks = marksOf(lives, { from, now, zone, xOf, yOf, tight, layout })
  const ridges = ridgesOf(lives, data.life, {
    from,
    to: now,
    xOf,
    yOf,
    height: ridgeHeight(layout, height),
  })
  const frame = { now, right: layout.right, xOf }
  return {
    zone,
    layout,
    height: bottom + 24,
    bottom,
    tight,
    lanes: lives.map((life, index): Lane => {
      const y = yOf(index)
      const ridge = ridges[index]
      return {
        ...{ life, y, segments: segmentsOf(life, frame), marks: marks[index] ?? [] },
        ...stepOf(life, index, lives, { xOf, yOf, now, from }),
        ...(ridge ? { ridge } : {}),
        ...openedOf(life, data.life),
      }
    }),
    ticks: ticksBetween(from, to, layout.kind === 'wide' ? 13 : 5, zone).map((tick) => ({
      ...tick,
      x: scale(tick.at),
    })),
    nowX: xOf(now),
    to,
  }
}

/**
 * A little before the first thing to a little behind the last one, so that no mark stands on the edge, and words have
 * room to the left of the second.
 */
function domain(lives: readonly Life[], { bornAt, range }: Drawn, now: number, layout: Layout, tight: boolean) {
  const moments = lives.flatMap((life) => life.moments)
  const start = Math.min(now, Math.max(bornAt, range === undefined ? bornAt : now - range))
  const ahead = moments.filter(({ at }) => at > now)
  const last = Math.max(now, ...ahead.map(({ at }) => at))
  const length = Math.max(last - start, DAY)
  const axis = layout.right - layout.left
  const need = room(layout, tight)
  const share = ahead.some(({ kind }) => kind === 'expires') ? need.right / axis : ahead.length === 0 ? 0.16 : 0.12
  const to = last + (length * share) / (1 - share)
  const worded = moments.filter(({ kind, at }) => kind !== 'created' && at >= start && at <= now).map(({ at }) => at)
  const second = Math.min(...worded, Number.POSITIVE_INFINITY)
  const early = Number.isFinite(second) ? second - (need.left / (axis - need.left)) * (to - second) : start
  return { from: Math.min(start - length * 0.04, early), to }
}

interface MarkFrame {
  readonly from: number
  readonly now: number
  readonly zone: string
  readonly xOf: (time: number) => number
  readonly yOf: (index: number) => number
  readonly tight: boolean
  readonly layout: Layout
}

/** The marks of each lane, with labels where there is room. */
function marksOf(
  lives: readonly Life[],
  { from, now, zone, xOf, yOf, tight, layout }: MarkFrame,
): readonly (readonly Mark[])[] {
  const lanes = lives.map(({ moments }) => moments.filter(({ at }) => at >= from))
  const bare = lanes.flatMap((moments, lane) =>
    moments.map(({ kind, at }, index) => {
      const days = at > now ? `, in ${daysUntil(at, now)} d` : ''
      const crowded = moments.length > 1 || kind === 'imported'
      return {
        ...{ lane, id: `${lane}-${index}`, kind, at, x: xOf(at), y: yOf(lane) },
        ...{ title: TITLES[kind], when: `${longDay(at, zone)}${days}`, ahead: at > now, crowded },
      }
    }),
  )
  const places = bare.map((mark) => ({ ...mark, text: mark.kind === 'created' ? undefined : mark }))
  const labels = layout.kind === 'wide' ? placeLabels(places, layout, tight, xOf(now)) : []
  const marks = bare.map(({ ahead, crowded, ...mark }, index) => {
    const label = labels[index]
    return { ...mark, ...(label ? { label } : {}) }
  })
  return lanes.map((_, index) => marks.filter(({ lane }) => lane === index))
}

interface RidgeFrame {
  readonly from: number
  readonly to: number
  readonly xOf: (time: number) => number
  readonly yOf: (index: number) => number
  readonly height: number
}

function ridgesOf(lives: readonly Life[], life: MaterialLifeDto | undefined, frame: RidgeFrame) {
  if (!life) return []
  const most = mostOf(life.uses)
  return lives.map(({ materialId }, index) => {
    const use = life.uses.find((each) => each.materialId === materialId)
    return use && ridgeOf(use, { ...frame, y: frame.yOf(index), bucket: life.bucket, most })
  })
}

function openedOf({ materialId }: Life, life: MaterialLifeDto | undefined): Pick<Lane, 'opened'> {
  const use = life?.uses.find((each) => each.materialId === materialId)
  if (!use || !life) return {}
  const most = Math.max(1, ...life.uses.map(({ total }) => total))
  const last = use.last === undefined ? {} : { last: use.last }
  return { opened: { total: use.total, part: use.total / most, ...last } }
}

interface StepFrame extends Pick<MarkFrame, 'xOf' | 'yOf' | 'now' | 'from'> {}

/** Where the next material took over. */
function stepOf({ until }: Life, index: number, lives: readonly Life[], { xOf, yOf, now, from }: StepFrame) {
  if (until === undefined || until < from) return {}
  const next = lives.findIndex((life, other) => other > index && life.since === until)
  return next < 0 ? {} : { step: { x: xOf(until), to: yOf(next), planned: until > now } }
}
