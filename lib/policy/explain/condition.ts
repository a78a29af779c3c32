import type { PolicyKind } from '../decision.ts'
import type { ConditionClause, Statement } from '../document.ts'
import type { ConditionContext } from '../request.ts'
import { meaningOf, type OperatorMeaning } from './operators.ts'
import type { ConditionTrace } from './trace.ts'
import { type Pattern, patternText, readPattern, type Values } from './wildcard.ts'

/** Where a condition stands. */
export interface Place {
  readonly kind: PolicyKind
  readonly effect: Statement['effect']
  /** Whether the document's version knows variables. */
  readonly variables: boolean
}

type Actual = string | readonly string[] | undefined

/** What one condition makes of the request. */
export function traceCondition(clause: ConditionClause, context: ConditionContext, place: Place): ConditionTrace {
  const { operator, key, values: expected } = clause
  const meaning = meaningOf(operator)
  const special = aliasRule(key, context, place)
  const actual = special?.hidden ? undefined : context.get(key.toLowerCase())
  const variables = place.variables && meaning.variables ? context : undefined
  const patterns = expected.map((value) => readPattern(value, variables))
  const met = !special?.refused && isMet(meaning, patterns, expected, actual)
  return {
    operator,
    key,
    expected,
    ...(variables && expected.some(hasVariable) && { resolved: patterns.map((one) => one && patternText(one)) }),
    actual,
    met,
    ...(special && { note: special.note }),
  }
}

const hasVariable = (value: string) => value.includes('${')

const ALIASES = 'kms:resourcealiases'
const MOST_ALIASES = 50

/** The key `kms:ResourceAliases` has rules of its own (AWS KMS developer guide, "kms:ResourceAliases"). */
function aliasRule(key: string, context: Values, { kind, effect }: Place) {
  if (key.toLowerCase() !== ALIASES) return undefined
  if (kind === 'resource-based policy') return { hidden: true, note: 'a key policy does not see this key' }
  const aliases = context.get(ALIASES)
  if (effect === 'Deny' || aliases === undefined || typeof aliases === 'string') return undefined
  return aliases.length > MOST_ALIASES
    ? { refused: true, note: 'the KMS key has more aliases than its quota' }
    : undefined
}

type Patterns = readonly (Pattern | undefined)[]

function isMet(meaning: OperatorMeaning, patterns: Patterns, expected: readonly string[], actual: Actual): boolean {
  const { compares, negated, quantifier, ifExists } = meaning
  const given = actual === undefined ? [] : typeof actual === 'string' ? [actual] : actual
  if (compares === 'presence') return expected.some((value) => value.toLowerCase() === String(given.length === 0))
  const fits = (value: string) => patterns.some((pattern) => pattern !== undefined && compares(value, pattern))
  const holds = (value: string) => (negated ? !fits(value) : fits(value))
  if (given.length === 0) return ifExists || quantifier === 'ForAllValues' || (negated && quantifier === undefined)
  if (quantifier === 'ForAllValues') return given.every(holds)
  if (quantifier === 'ForAnyValue') return given.some(holds)
  return negated ? given.every(holds) : given.some(holds)
}
