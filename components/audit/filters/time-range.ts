import { clockParts, day } from '../../format.ts'
import { fromWall, toWall } from '../../time-zone.ts'

interface Preset {
  readonly value: string
  readonly label: string
}

/** Spans back from now, as the address calls them. */
export const PRESETS: readonly Preset[] = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
]

/** A time of an address, in milliseconds or as ISO 8601 writes it. */
export function timeOf(value: string | null): number | undefined {
  if (value === null || value === '') return undefined
  const time = /^\d{1,15}$/.test(value) ? Number(value) : Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

/** `2026-11-23T14:20:05`, for a field of date and time in a zone. */
export function fieldText(time: number | undefined, zone: string): string {
  return time === undefined ? '' : new Date(toWall(time, zone)).toISOString().slice(0, 19)
}

/** What a field of date and time says in a zone; the address has it as ISO 8601. */
export function addressText(field: string, zone: string): string | undefined {
  if (field === '') return undefined
  const time = fromWall(Date.parse(`${field}Z`), zone)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

interface Asked {
  readonly range: string | null
  readonly from: number | undefined
  readonly to: number | undefined
}

/** What the time is called: `Last hour`, `14:20 to 14:25`, `All time`. */
export function rangeText({ range, from, to }: Asked, now: number, zone: string): string {
  const preset = PRESETS.find(({ value }) => value === range)
  if (from === undefined && to === undefined) return preset?.label ?? 'All time'
  if (from === undefined) return `Until ${short(to ?? now, now, zone)}`
  if (to === undefined) return `Since ${short(from, now, zone)}`
  const sameDay = day(from, zone) === day(to, zone)
  return `${short(from, now, zone)} to ${sameDay ? clock(to, zone) : short(to, now, zone)}`
}

/** The hour of today, the day too of others. */
function short(time: number, now: number, zone: string): string {
  const hour = clock(time, zone)
  return day(time, zone) === day(now, zone) ? hour : `${day(time, zone)} ${hour}`
}

function clock(time: number, zone: string): string {
  const [text] = clockParts(time, zone)
  return text.endsWith(':00') ? text.slice(0, 5) : text
}
