import type { Patterns, PolicyDocument, Principals, Statement } from './document.ts'

/** A document as text again, one member a line. What it says is kept, the way it was once written is not. */
export function writePolicy({ version, id, statements }: PolicyDocument): string {
  const document = { Version: version, ...(id !== undefined && { Id: id }), Statement: statements.map(statementOf) }
  return JSON.stringify(document, null, 2)
}

function statementOf({ sid, effect, principal, action, resource, conditions }: Statement): object {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal && principalsOf(principal)),
    ...(action && patternsOf('Action', action)),
    ...(resource && patternsOf('Resource', resource)),
    ...(conditions.length > 0 && { Condition: conditionsOf(conditions) }),
  }
}

function principalsOf({ negated, values }: Principals): object {
  const types = [...new Set(values.map(({ type }) => type))]
  const byType = types.map((one) => [one, single(values.filter(({ type }) => type === one).map(({ value }) => value))])
  return { [negated ? 'NotPrincipal' : 'Principal']: Object.fromEntries(byType) }
}

function patternsOf(name: string, { negated, values }: Patterns): object {
  return { [negated ? `Not${name}` : name]: single(values) }
}

function conditionsOf(conditions: Statement['conditions']): object {
  const operators = [...new Set(conditions.map(({ operator }) => operator))]
  const keysOf = (name: string) =>
    conditions.filter(({ operator }) => operator === name).map(({ key, values }) => [key, single(values)])
  return Object.fromEntries(operators.map((operator) => [operator, Object.fromEntries(keysOf(operator))]))
}

const single = (values: readonly string[]) => (values.length === 1 ? values[0] : values)
