import type { PolicyDocument, Statement } from '../document.ts'

/** How conditions are taken to come out when nothing is known of requests. */
export type Assumption = 'in favour' | 'against'

/**
 * The document as it speaks when conditions come out in favour of the caller, or against: statements whose conditions
 * then hold lose them, and the others lose their effect. What is allowed even against is allowed always.
 */
export function assuming(document: PolicyDocument, assumption: Assumption): PolicyDocument {
  const holds = assumption === 'in favour' ? 'Allow' : 'Deny'
  const statements = document.statements.map((statement) => {
    if (statement.conditions.length === 0) return statement
    return statement.effect === holds ? { ...statement, conditions: [] } : withoutEffect(statement)
  })
  return { ...document, statements }
}

/** It stays in its place, so that the others keep their numbers. */
function withoutEffect({ action: _action, ...statement }: Statement): Statement {
  return statement
}
