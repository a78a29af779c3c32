import type { PolicyDocument, Statement } from '../document.ts'
import { bearsContext } from '../grants.ts'
import type { GrantInForce } from '../request.ts'

/** How conditions are taken to come out when nothing is known of requests. */
export type Assumption = 'in favour' | 'against'

/** Whether nothing is known of a condition key, in lower case, so that it may come out either way. */
export type IsOpen = (key: string) => boolean

const EVERY_KEY: IsOpen = () => true

/**
 * The document as it speaks when conditions on open keys come out in favour of the caller, or against: statements whose
 * conditions then hold lose them, and the others lose their effect. What is allowed even against is allowed always.
 */
export function assuming(document: PolicyDocument, assumption: Assumption, isOpen: IsOpen = EVERY_KEY): PolicyDocument {
  const holds = assumption === 'in favour' ? 'Allow' : 'Deny'
  const statements = document.statements.map((statement) => {
    const settled = statement.conditions.filter(({ key }) => !isOpen(key.toLowerCase()))
    if (settled.length === statement.conditions.length) return statement
    return statement.effect === holds ? { ...statement, conditions: settled } : withoutEffect(statement)
  })
  return { ...document, statements }
}

/** It stays in its place, so that the others keep their numbers. */
function withoutEffect({ action: _action, ...statement }: Statement): Statement {
  return statement
}

/**
 * A grant as it speaks when its constraints come out in favour of the caller, or against. Against, CreateGrant goes too:
 * what a child grant may be depends on the terms that are asked for.
 */
export function assumingGrant(grant: GrantInForce, assumption: Assumption, isService: boolean): GrantInForce {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset, sourceArn, ...free } = grant
  if (assumption === 'in favour') return free
  const isBound = equals !== undefined || subset !== undefined
  const certain = [...grant.operations].filter((operation) => {
    if (operation === 'CreateGrant' || (isService && sourceArn !== undefined)) return false
    return !isBound || !bearsContext(operation)
  })
  return { ...free, operations: new Set(certain) }
}
