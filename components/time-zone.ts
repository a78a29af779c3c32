/** A moment on the calendar of a time zone. */
export interface Wall {
  readonly year: string
  readonly month: string
  readonly day: string
  /** `14:20:00`. */
  readonly clock: string
  /** `Z`, or ` +01:00` elsewhere than in UTC. */
  readonly offset: string
}

export const UTC = 'UTC'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, timeZoneName: 'longOffset', hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
  })
  formats.set(zone, format)
  return format
}

/** The furthest that a date lies from the first of January 1970 (ECMA-262, "Time Values and Time Range"). */
const FURTHEST = 8.64e15

/**
 * A moment's place on the calendar of a zone, counted as if that were UTC's: for sums of its days and hours. NaN where
 * there is no such moment, as of a field that is empty or half typed.
 */
export function toWall(time: number, zone: string): number {
  if (zone === UTC) return time
  if (Number.isNaN(time) || Math.abs(time) > FURTHEST) return Number.NaN
  return time + millisecondsOf(wallOf(time, zone).offset)
}

/** ` +05:30`; times before the zones were made have seconds too: ` +00:53:28`. */
function millisecondsOf(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.match(/\d+/g)?.map(Number) ?? []
  const length = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return offset.includes('-') ? -length : length
}

/** The moment of such a place. Of an hour that a change of the clock leaves out, the one beside it. */
export function fromWall(wall: number, zone: string): number {
  const near = wall - (toWall(wall, zone) - wall)
  return wall - (toWall(near, zone) - near)
}

/** The parts of a moment, in UTC or in a zone of the IANA database. */
export function wallOf(time: number, zone: string): Wall {
  if (zone === UTC) {
    const text = new Date(time).toISOString()
    const [year = '', month = '', day = ''] = text.slice(0, text.indexOf('T')).split(/(?<=\d)-/)
    return { year, month, day, clock: text.slice(-13, -5), offset: 'Z' }
  }
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    clock: `${part('hour')}:${part('minute')}:${part('second')}`,
    offset: ` ${part('timeZoneName').replace('GMT', '') || '+00:00'}`,
  }
}
