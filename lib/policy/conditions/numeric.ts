import { type Operators, typedOperator } from './operator.ts'

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/

const parse = (text: string): number | undefined => (DECIMAL.test(text) ? Number(text) : undefined)

/** Integers and decimal fractions. */
export const numericOperators: Operators = {
  NumericEquals: typedOperator(parse, (a, b) => a === b),
  NumericNotEquals: typedOperator(parse, (a, b) => a === b, true),
  NumericLessThan: typedOperator(parse, (a, b) => a < b),
  NumericLessThanEquals: typedOperator(parse, (a, b) => a <= b),
  NumericGreaterThan: typedOperator(parse, (a, b) => a > b),
  NumericGreaterThanEquals: typedOperator(parse, (a, b) => a >= b),
}
