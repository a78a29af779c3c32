import { type Test, type Token, textOf } from '../glob.ts'

/** One condition operator without its quantifier and `IfExists` (IAM user guide, "Condition operators"). */
export interface Operator {
  /** `…Not…`: holds when no value of the policy fits, so also when the key is absent. */
  readonly negated: boolean
  /** Whether `${…}` is resolved in its values. */
  readonly variables: boolean
  /** The test for one value of the policy; undefined when it is not of the operator's type: then nothing fits. */
  readonly compile: (value: readonly Token[]) => Test | undefined
}

export type Operators = Readonly<Record<string, Operator>>

/** An operator on values of a type: `parse` reads both sides, undefined for what is not of the type. */
export function typedOperator<T>(
  parse: (text: string) => T | undefined,
  holds: (actual: T, expected: T) => boolean,
  negated = false,
): Operator {
  const compile = (value: readonly Token[]): Test | undefined => {
    const expected = parse(textOf(value))
    if (expected === undefined) return undefined
    return (text) => {
      const actual = parse(text)
      return actual !== undefined && holds(actual, expected)
    }
  }
  return { negated, variables: false, compile }
}
