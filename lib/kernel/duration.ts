import type { EpochMillis } from './ids.ts'

/** A length of time by the calendar, as ISO 8601 writes it. */
export interface Duration {
  readonly years: number
  readonly months: number
  readonly days: number
  readonly millis: number
}

/** ISO 8601-1 section 5.5.2.2, weeks beside the others as in ISO 8601-2; the seconds may have a fraction. */
const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10}(?:\.\d{1,3})?)S)?)?$/

/** Such as `P1Y`, `P3655D` or `PT1H30M`; undefined for any other text. */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text)
  if (!match) return undefined
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const millis = hours * 3_600_000 + minutes * 60_000 + Math.round(seconds * 1000)
  return { years, months, days: weeks * 7 + days, millis }
}

/** In UTC. Years and months keep the day of the month, or take the last one of a month that is shorter. */
export function addDuration(time: EpochMillis, { years, months, days, millis }: Duration): EpochMillis {
  const from = new Date(time)
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + years * 12 + months
  const [year, inYear] = [Math.floor(month / 12), month % 12]
  const day = Math.min(from.getUTCDate(), daysIn(year, inYear))
  const sinceMidnight = time - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
  return (Date.UTC(year, inYear, day + days) + sinceMidnight + millis) as EpochMillis
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}
