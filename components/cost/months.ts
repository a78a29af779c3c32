import type { CostDto } from '#console/dto/cost.ts'
import { monthName } from '../format.ts'

/** `Nov 2026` of `2026-11`. */
export function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return `${monthName(Number(number) - 1)} ${year}`
}

/** The month some months later, or earlier. */
export function monthPlus(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7)
}

/** This month, on the sandbox's clock: the last that is told. */
export function currentMonth({ months, month }: Pick<CostDto, 'months' | 'month'>): string {
  return months.at(-1)?.month ?? month
}
