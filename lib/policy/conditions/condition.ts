import type { ConditionClause } from '../document.ts'
import type { Test } from '../glob.ts'
import type { ConditionContext } from '../request.ts'
import { isConstant, parseTemplate, resolve, type Template } from '../template.ts'
import { compileNull } from './null.ts'
import type { Operator } from './operator.ts'
import { type OperatorName, operatorNamed } from './table.ts'

export type Condition = (context: ConditionContext) => boolean

/** What one value of the policy asks of a value of the request. */
type Fit = (actual: string, context: ConditionContext) => boolean

/** `variables`: whether the document's version knows `${…}`. Throws TypeError for an operator that parsing refuses. */
export function compileCondition(clause: ConditionClause, variables: boolean): Condition {
  const name = operatorNamed(clause.operator)
  if (name === undefined) throw new TypeError(`no condition operator ${clause.operator}`)
  const key = clause.key.toLowerCase()
  if (name.base === 'Null') return compileNull(key, clause.values)
  const { base } = name
  const tests = clause.values.map((value) => compileValue(base, parseTemplate(value, variables && base.variables)))
  const holds: Fit = (actual, context) => tests.some((test) => test(actual, context)) !== base.negated
  return quantified(key, name, base.negated, holds)
}

function compileValue(operator: Operator, template: Template): Fit {
  if (isConstant(template)) return operator.compile(template) ?? nothing
  return (actual, context) => {
    const tokens = resolve(template, context)
    return tokens !== undefined && (operator.compile(tokens) ?? nothing)(actual)
  }
}

const nothing: Test = () => false

/**
 * Without a quantifier a list of values fits like one value does: one match is enough for a positive operator,
 * and one is enough to fail a negated one. ForAllValues holds for an absent key.
 */
function quantified(key: string, name: OperatorName, negated: boolean, holds: Fit): Condition {
  const every = name.quantifier === 'ForAllValues' || (name.quantifier === undefined && negated)
  const whenAbsent = name.ifExists || every
  return (context) => {
    const value = context.get(key)
    if (value === undefined) return whenAbsent
    if (typeof value === 'string') return holds(value, context)
    if (value.length === 0) return whenAbsent
    return every ? value.every((one) => holds(one, context)) : value.some((one) => holds(one, context))
  }
}
