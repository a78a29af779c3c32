import { parseDate } from '../conditions/date.ts'
import { contains, parseRange } from '../conditions/ip-address.ts'
import { isArnLike, isLike, type Pattern, patternText } from './wildcard.ts'

/** Whether one value of the request and one of the policy fit each other. */
export type Comparison = (actual: string, expected: Pattern) => boolean

/** What the name of a condition operator says (IAM user guide, "Condition operators"). */
export interface OperatorMeaning {
  readonly quantifier: 'ForAnyValue' | 'ForAllValues' | undefined
  readonly ifExists: boolean
  /** `Null` looks at presence only. */
  readonly compares: Comparison | 'presence'
  readonly negated: boolean
  /** Variables work in text and ARNs. */
  readonly variables: boolean
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const numberOf = (text: string) => (NUMBER.test(text) ? Number(text) : undefined)

/** Compares what both sides mean as a value of a type; what is not of the type fits nothing. */
function as<T>(read: (text: string) => T | undefined, holds: (actual: T, expected: T) => boolean): Comparison {
  return (text, pattern) => {
    const actual = read(text)
    const expected = read(patternText(pattern))
    return actual !== undefined && expected !== undefined && holds(actual, expected)
  }
}

const truthOf = (text: string) => {
  const lower = text.toLowerCase()
  return lower === 'true' ? 1 : lower === 'false' ? 0 : undefined
}

const same = <T>(a: T, b: T) => a === b

function ordered(family: string, read: (text: string) => number | undefined): readonly [string, Comparison][] {
  return [
    [`${family}Equals`, as(read, same)],
    [`${family}LessThan`, as(read, (a, b) => a < b)],
    [`${family}LessThanEquals`, as(read, (a, b) => a <= b)],
    [`${family}GreaterThan`, as(read, (a, b) => a > b)],
    [`${family}GreaterThanEquals`, as(read, (a, b) => a >= b)],
  ]
}

const TEXT: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['StringEquals', (actual, expected) => actual === patternText(expected)],
  ['StringEqualsIgnoreCase', (actual, expected) => actual.toLowerCase() === patternText(expected).toLowerCase()],
  ['StringLike', isLike],
  ['ArnEquals', isArnLike],
  ['ArnLike', isArnLike],
])

const TYPED: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ...ordered('Numeric', numberOf),
  ...ordered('Date', parseDate),
  ['Bool', as(truthOf, same)],
  ['BinaryEquals', as((text) => (BASE64.test(text) ? text : undefined), same)],
  ['IpAddress', as(parseRange, contains)],
])

/** The operators that deny another: NotIpAddress has its word in front. */
const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
])

const NAME = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/

/** Throws TypeError for an operator that parsing refuses. */
export function meaningOf(operator: string): OperatorMeaning {
  const [, quantifier, name = '', ifExists] = NAME.exec(operator) ?? []
  const base = NEGATIONS.get(name) ?? name
  const compares = name === 'Null' ? 'presence' : (TEXT.get(base) ?? TYPED.get(base))
  if (compares === undefined) throw new TypeError(`no condition operator ${operator}`)
  return {
    quantifier: quantifier === 'ForAnyValue' || quantifier === 'ForAllValues' ? quantifier : undefined,
    ifExists: ifExists !== undefined,
    compares,
    negated: base !== name,
    variables: TEXT.has(base),
  }
}
