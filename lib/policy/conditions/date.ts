import { type Operators, typedOperator } from './operator.ts'

const EPOCH_SECONDS = /^-?\d{5,12}(?:\.\d+)?$/
const W3C_DATE = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/

/** Milliseconds from a W3C date (ISO 8601 profile, with a zone where it has a time) or from epoch seconds. */
export function parseDate(text: string): number | undefined {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000
  const time = W3C_DATE.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

export const dateOperators: Operators = {
  DateEquals: typedOperator(parseDate, (a, b) => a === b),
  DateNotEquals: typedOperator(parseDate, (a, b) => a === b, true),
  DateLessThan: typedOperator(parseDate, (a, b) => a < b),
  DateLessThanEquals: typedOperator(parseDate, (a, b) => a <= b),
  DateGreaterThan: typedOperator(parseDate, (a, b) => a > b),
  DateGreaterThanEquals: typedOperator(parseDate, (a, b) => a >= b),
}
