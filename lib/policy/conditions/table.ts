import { arnOperators } from './arn.ts'
import { binaryOperators } from './binary.ts'
import { boolOperators } from './bool.ts'
import { dateOperators } from './date.ts'
import { ipAddressOperators } from './ip-address.ts'
import { numericOperators } from './numeric.ts'
import type { Operator } from './operator.ts'
import { stringOperators } from './string.ts'

/** What an operator's name says, taken apart. */
export interface OperatorName {
  readonly quantifier?: 'ForAnyValue' | 'ForAllValues'
  readonly base: Operator | 'Null'
  /** The condition holds when the key is absent. */
  readonly ifExists: boolean
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [
    stringOperators,
    numericOperators,
    dateOperators,
    boolOperators,
    binaryOperators,
    ipAddressOperators,
    arnOperators,
  ].flatMap((family) => Object.entries(family)),
)

/** Reads `ForAnyValue:StringLikeIfExists` and the like; undefined when there is no such operator. */
export function operatorNamed(name: string): OperatorName | undefined {
  if (name === 'Null') return { base: 'Null', ifExists: false }
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? undefined : name.slice(0, colon)
  const rest = name.slice(colon + 1)
  const ifExists = rest.endsWith('IfExists')
  const base = OPERATORS.get(ifExists ? rest.slice(0, -'IfExists'.length) : rest)
  if (base === undefined) return undefined
  if (prefix === undefined) return { base, ifExists }
  return prefix === 'ForAnyValue' || prefix === 'ForAllValues' ? { quantifier: prefix, base, ifExists } : undefined
}

/** Every operator without quantifier and `IfExists`. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys(), 'Null']
