import type { Statement } from '#policy/document.ts'
import { parsePolicy } from '#policy/parse.ts'

/** The most bytes that a key policy may have. */
export const MOST_BYTES = 32_768

export interface PolicyProblem {
  readonly message: string
  /** From 1; absent when the fault is in what is said, not in how it is written. */
  readonly line?: number
}

/** A policy text as far as it can be understood: what it says, or all that keeps it from being a policy. */
export interface PolicyReading {
  readonly problems: readonly PolicyProblem[]
  readonly statements: readonly StatementSummary[]
}

/** One statement in a form for people. */
export interface StatementSummary {
  /** From 1. */
  readonly number: number
  readonly sid: string
  readonly allows: boolean
  readonly principals: readonly string[]
  readonly actions: readonly string[]
  /** The condition keys that it looks at. */
  readonly conditions: readonly string[]
}

/** Reads a text by the grammar of key policies; the service has the last word, as on principals that do not exist. */
export function readPolicy(text: string): PolicyReading {
  if (text.trim() === '') return { problems: [{ message: 'The policy is empty' }], statements: [] }
  const bytes = byteLength(text)
  if (bytes > MOST_BYTES) {
    return { problems: [{ message: `The policy has ${bytes} bytes, ${bytes - MOST_BYTES} too many` }], statements: [] }
  }
  const result = parsePolicy(text)
  if (result.ok) return { problems: [], statements: result.document.statements.map(summary) }
  const problems = result.problems.map(({ path, message, offset }) =>
    offset === undefined ? { message: path === '' ? message : `${path}: ${message}` } : placed(message, text, offset),
  )
  return { problems, statements: [] }
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

function placed(message: string, text: string, offset: number): PolicyProblem {
  const before = text.slice(0, offset).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return { message: `${message}, at line ${before.length}, column ${column}`, line: before.length }
}

function summary(statement: Statement, index: number): StatementSummary {
  const { sid, effect, principal, action, conditions } = statement
  const principals = principal?.values.map(({ value }) => value)
  return {
    number: index + 1,
    sid: sid || `Statement ${index + 1}`,
    allows: effect === 'Allow',
    principals: worded(principals, principal?.negated),
    actions: worded(action?.values, action?.negated),
    conditions: [...new Set(conditions.map((clause) => clause.key))],
  }
}

function worded(values: readonly string[] = [], negated = false): readonly string[] {
  return negated ? values.map((value) => `all but ${value}`) : values
}
