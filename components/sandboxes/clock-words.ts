import type { DueChangesDto } from '#console/dto/sandboxes.ts'
import { count, plural } from '../format.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** The Gregorian mean, so that ten calendar years are ten years. */
const YEAR = 365.2425 * DAY

/** How far a clock is off, by its largest unit: `10 years`, `12 days`, `3 hours`. */
function length(millis: number): string {
  const size = Math.abs(millis)
  if (size >= 2 * YEAR - DAY) return plural(Math.round(size / YEAR), 'year')
  if (size >= DAY) return plural(Math.round(size / DAY), 'day')
  if (size >= HOUR) return plural(Math.floor(size / HOUR), 'hour')
  if (size >= MINUTE) return plural(Math.floor(size / MINUTE), 'minute')
  return plural(Math.floor(size / SECOND), 'second')
}

/** `10 years ahead`; `as the system` for less than a second. */
export function aheadText(ahead: number): string {
  if (Math.abs(ahead) < SECOND) return 'as the system'
  return `${length(ahead)} ${ahead > 0 ? 'ahead' : 'behind'}`
}

const DONE: Readonly<Record<DueChangesDto['kind'], string>> = {
  rotated: 'rotated',
  expired: 'lost imported material that expired',
  deleted: 'deleted',
  ready: 'became ready',
}

/** What to say of what fell due of one kind: `4 keys rotated, 16 times in all`. */
export function changesText({ kind, times, keyCount }: DueChangesDto): string {
  return `${plural(keyCount, 'key')} ${DONE[kind]}${times > keyCount ? `, ${count(times)} times in all` : ''}`
}

/** What the buttons advance by. */
export const STEPS = [
  { duration: 'P1D', label: '+1 day' },
  { duration: 'P30D', label: '+30 days' },
  { duration: 'P1Y', label: '+1 year' },
  { duration: 'P10Y', label: '+10 years' },
] as const
