import { parseDate } from '../../conditions/date.ts'
import { parseRange } from '../../conditions/ip-address.ts'
import { operatorNamed } from '../../conditions/table.ts'
import type { ConditionClause, Statement } from '../../document.ts'
import { conditionKeyNamed, type ValueType } from '../../vocabulary.ts'
import { eachStatement, type Finding, type LintSubject, type Rule } from './finding.ts'
import { nearest } from './suggest.ts'

type ClauseRule = (
  clause: ConditionClause,
  subject: LintSubject,
  statement: Statement,
) => readonly Omit<Finding, 'path'>[]

/** A rule on conditions, one by one. */
export function eachClause(rule: ClauseRule): Rule {
  return eachStatement((statement, path, subject) =>
    statement.conditions.flatMap((clause) => {
      const at = `${path}.Condition.${clause.operator}.${clause.key}`
      return rule(clause, subject, statement).map((finding) => ({ ...finding, path: at }))
    }),
  )
}

const OURS = /^(?:kms|aws):/i

export const unknownKeyRule = eachClause(({ key }, { vocabulary }) => {
  if (!OURS.test(key) || conditionKeyNamed(key, vocabulary)) return []
  const suggestion = nearest(
    key,
    [...vocabulary.conditionKeys.values()].map(({ name }) => name),
  )
  return [
    {
      code: 'unknown-condition-key',
      severity: 'error',
      message: `There is no condition key "${key}".`,
      nextStep: suggestion
        ? `Write "${suggestion}".`
        : 'See the condition keys of AWS KMS in the Service Authorization Reference.',
    },
  ]
})

export const deprecatedKeyRule = eachClause(({ key }, { vocabulary }) => {
  const replacement = conditionKeyNamed(key, vocabulary)?.replacement
  if (replacement === undefined) return []
  const message = `The condition key "${key}" is deprecated.`
  return [{ code: 'deprecated-condition-key', severity: 'warning', message, nextStep: `Use ${replacement}.` }]
})

export const iamOnlyKeyRule = eachClause(({ key }, { kind, vocabulary }) => {
  if (kind !== 'resource-based policy' || !conditionKeyNamed(key, vocabulary)?.iamOnly) return []
  const message = `A key policy does not see "${key}": the condition is judged as if no request had it.`
  return [{ code: 'iam-only-condition-key', severity: 'error', message, nextStep: 'Use it in an IAM policy.' }]
})

/** ForAllValues also holds for requests that do not have the key. */
export const forAllValuesRule = eachClause(({ operator, key }, { vocabulary }, { effect }) => {
  const known = conditionKeyNamed(key, vocabulary)
  if (operatorNamed(operator)?.quantifier !== 'ForAllValues' || !known) return []
  if (!known.multiValued) {
    const message = `"${key}" has one value; with ForAllValues the condition also holds for requests without it.`
    return [{ code: 'for-all-values-single', severity: 'security', message, nextStep: 'Remove "ForAllValues:".' }]
  }
  if (effect !== 'Allow') return []
  return [
    {
      code: 'for-all-values-allow',
      severity: 'suggestion',
      message: `The condition also holds for requests that have no "${key}" at all.`,
      nextStep: `Add a Null condition that demands "${key}", where requests without it are not meant.`,
    },
  ]
})

export const quantifierRule = eachClause(({ operator, key }, { vocabulary }) => {
  const name = operatorNamed(operator)
  if (!name || name.base === 'Null' || name.quantifier || !conditionKeyNamed(key, vocabulary)?.multiValued) return []
  const message = `"${key}" can have several values, and the operator does not say how many must fit.`
  const nextStep = `Write "ForAnyValue:${operator}" or "ForAllValues:${operator}".`
  return [{ code: 'missing-quantifier', severity: 'warning', message, nextStep }]
})

const OPERATOR_TYPE = /^(?:\w+:)?(String|Numeric|Date|Bool|IpAddress|NotIpAddress|Arn|Binary)/

/** The operators that make sense for a type of values. */
const FITTING: Readonly<Record<ValueType, readonly string[]>> = {
  String: ['String', 'Arn', 'Binary'],
  Arn: ['Arn', 'String'],
  Numeric: ['Numeric'],
  Date: ['Date', 'Numeric'],
  Bool: ['Bool'],
  IpAddress: ['IpAddress', 'NotIpAddress'],
}

export const typeRule = eachClause(({ operator, key }, { vocabulary }) => {
  const known = conditionKeyNamed(key, vocabulary)
  const family = OPERATOR_TYPE.exec(operator)?.[1]
  if (!known || family === undefined || FITTING[known.type].includes(family)) return []
  const message = `"${key}" holds values of type ${known.type}, which ${operator} does not compare.`
  const nextStep = `Use an operator for ${known.type}, such as ${EXAMPLES[known.type]}.`
  return [{ code: 'operator-type', severity: 'warning', message, nextStep }]
})

const EXAMPLES: Readonly<Record<ValueType, string>> = {
  String: 'StringEquals',
  Arn: 'ArnLike',
  Numeric: 'NumericEquals',
  Date: 'DateLessThan',
  Bool: 'Bool',
  IpAddress: 'IpAddress',
}

const READABLE: Readonly<Record<string, (value: string) => boolean>> = {
  Numeric: (value) => /^[+-]?\d+(\.\d+)?$/.test(value),
  Date: (value) => parseDate(value) !== undefined,
  Bool: (value) => /^(true|false)$/i.test(value),
  IpAddress: (value) => parseRange(value) !== undefined,
  NotIpAddress: (value) => parseRange(value) !== undefined,
}

export const valueRule = eachClause(({ operator, key, values }) => {
  if (values.length === 0) {
    const message = `"${key}" is compared with no value at all.`
    return [{ code: 'no-values', severity: 'error', message, nextStep: 'Add a value, or remove the condition.' }]
  }
  const isReadable = READABLE[operator === 'Null' ? 'Bool' : (OPERATOR_TYPE.exec(operator)?.[1] ?? '')]
  return values
    .filter((value) => isReadable && !isReadable(value))
    .map((value) => ({
      code: 'invalid-value',
      severity: 'error',
      message: `"${value}" is no value that ${operator} can compare, so it fits nothing.`,
      nextStep: 'Correct the value.',
    }))
})

export const wildcardValueRule = eachClause(({ operator, values }) => {
  if (!/^(?:\w+:)?String(?:Not)?Equals/.test(operator)) return []
  const wild = values.filter((value) => /[*?]/.test(value.replace(/\$\{[^{}]*\}/g, '')))
  const like = operator.replace(/Equals(IgnoreCase)?/, 'Like')
  return wild.map((value) => ({
    code: 'wildcard-in-equals',
    severity: 'warning',
    message: `${operator} takes "${value}" literally, with its wildcard.`,
    nextStep: `Write "${like}".`,
  }))
})
