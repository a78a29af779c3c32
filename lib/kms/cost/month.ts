import type { EpochMillis } from '#kernel/ids.ts'

/** A calendar month in UTC, as `2026-11`. */
export type Month = string & { readonly [month]: true }
declare const month: unique symbol

export const HOUR = 3_600_000

const FORM = /^(\d{4})-(0[1-9]|1[0-2])$/

/** Undefined for what names no month. */
export function parseMonth(text: string): Month | undefined {
  return FORM.test(text) ? (text as Month) : undefined
}

export function monthOf(time: EpochMillis): Month {
  return new Date(time).toISOString().slice(0, 7) as Month
}

export function monthStart(month: Month): EpochMillis {
  return Date.parse(`${month}-01T00:00:00Z`) as EpochMillis
}

/** The month that is some months later. */
export function monthAfter(month: Month, months = 1): Month {
  const start = new Date(monthStart(month))
  return monthOf(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months) as EpochMillis)
}

/** The first moment that no longer belongs to it. */
export function monthEnd(month: Month): EpochMillis {
  return monthStart(monthAfter(month))
}

/** 672 to 744. */
export function hoursIn(month: Month): number {
  return (monthEnd(month) - monthStart(month)) / HOUR
}

/**
 * The hours of the clock that a span touches: one that has begun counts whole, so that a key that lives all month has
 * exactly the hours of the month. `to` is exclusive.
 */
export function hoursBetween(from: number, to: number): number {
  return to <= from ? 0 : Math.ceil(to / HOUR) - Math.floor(from / HOUR)
}

/** A month, or what there is of it. */
export interface Period {
  readonly month: Month
  readonly start: EpochMillis
  /** Of the month. */
  readonly end: EpochMillis
  /** Exclusive: the end, or earlier. */
  readonly until: EpochMillis
  /** Of the whole month. */
  readonly hours: number
}

export function periodOf(month: Month, now: EpochMillis): Period {
  const [start, end] = [monthStart(month), monthEnd(month)]
  return { month, start, end, until: Math.min(now, end) as EpochMillis, hours: hoursIn(month) }
}
