import { compileGlob, type Test, type Token, textOf } from '../glob.ts'
import type { Operator, Operators } from './operator.ts'

const equals = (value: readonly Token[]): Test => {
  const expected = textOf(value)
  return (actual) => actual === expected
}

const equalsIgnoreCase = (value: readonly Token[]): Test => {
  const expected = textOf(value).toLowerCase()
  return (actual) => actual.toLowerCase() === expected
}

const operator = (compile: Operator['compile'], negated: boolean): Operator => ({ negated, variables: true, compile })

/** Wildcards count in the Like operators only. */
export const stringOperators: Operators = {
  StringEquals: operator(equals, false),
  StringNotEquals: operator(equals, true),
  StringEqualsIgnoreCase: operator(equalsIgnoreCase, false),
  StringNotEqualsIgnoreCase: operator(equalsIgnoreCase, true),
  StringLike: operator(compileGlob, false),
  StringNotLike: operator(compileGlob, true),
}
