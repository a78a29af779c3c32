import { monthName } from '../format.ts'
import { fromWall, toWall, UTC } from '../time-zone.ts'

/** A mark on the time axis; a strong one begins a larger unit and names it. */
export interface Tick {
  readonly at: number
  readonly label: string
  readonly strong: boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MOST = 13

/** Steps of the axis, the finest first. Months and years are counted, since they differ in length. */
const STEPS = [
  { length: HOUR, label: hourLabel },
  { length: 3 * HOUR, label: hourLabel },
  { length: 6 * HOUR, label: hourLabel },
  { length: DAY, label: dayLabel },
  { length: 2 * DAY, label: dayLabel },
  { length: 7 * DAY, label: dayLabel },
  { months: 1, label: monthLabel },
  { months: 3, label: monthLabel },
  { months: 12, label: yearLabel },
  { months: 60, label: yearLabel },
] as const

/** Even marks on the calendar of a zone between two times, as many as an axis can carry. */
export function ticksBetween(from: number, to: number, most = MOST, zone = UTC): readonly Tick[] {
  const [first, last] = [toWall(from, zone), toWall(to, zone)]
  for (const step of STEPS) {
    const walls = 'months' in step ? monthsBetween(first, last, step.months) : timesBetween(first, last, step.length)
    if (walls.length <= most) return walls.map((wall) => ({ at: fromWall(wall, zone), ...step.label(new Date(wall)) }))
  }
  return []
}

function timesBetween(from: number, to: number, length: number): readonly number[] {
  const first = Math.ceil(from / length) * length
  const many = Math.max(0, Math.floor((to - first) / length) + 1)
  return many > MOST ? Array<number>(many) : Array.from({ length: many }, (_, index) => first + index * length)
}

function monthsBetween(from: number, to: number, months: number): readonly number[] {
  const begin = new Date(from)
  const start = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months
  const times: number[] = []
  for (let month = start; ; month += months) {
    const time = Date.UTC(Math.floor(month / 12), month % 12)
    if (time > to) return times
    if (time >= from) times.push(time)
  }
}

function hourLabel(date: Date) {
  return date.getUTCHours() === 0
    ? { ...dayLabel(date), strong: true }
    : { label: date.toISOString().slice(11, 16), strong: false }
}

function dayLabel(date: Date) {
  return { label: `${date.getUTCDate()} ${monthName(date.getUTCMonth())}`, strong: date.getUTCDate() === 1 }
}

function monthLabel(date: Date) {
  return date.getUTCMonth() === 0 ? yearLabel(date) : { label: monthName(date.getUTCMonth()), strong: false }
}

function yearLabel(date: Date) {
  return { label: String(date.getUTCFullYear()), strong: true }
}
