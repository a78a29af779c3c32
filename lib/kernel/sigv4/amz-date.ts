import { isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** `20150830T123600Z`: ISO 8601 basic, UTC, whole seconds. */
export function formatAmzDate(time: EpochMillis): string {
  return isoSeconds(time).replace(/[-:]/g, '')
}

/** Undefined for anything but that form, and for days and hours that no calendar has. */
export function parseAmzDate(text: string): EpochMillis | undefined {
  const [year, month = 0, day, hour = 0, minute = 0, second = 0] = AMZ_DATE.exec(text)?.slice(1).map(Number) ?? []
  if (year === undefined || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  return new Date(time).getUTCDate() === day ? (time as EpochMillis) : undefined
}
