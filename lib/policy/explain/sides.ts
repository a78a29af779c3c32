import type { Allowance, Decision, PolicyKind } from '../decision.ts'
import { isAllowed } from '../decision.ts'
import type { Documents } from '../documents.ts'
import { sourceOf } from '../documents.ts'
import type { AuthorizationRequest } from '../request.ts'
import { ownersDecision } from '../sides.ts'
import { traceCeilings } from './ceilings.ts'
import { explain } from './explain.ts'
import type { Trace } from './trace.ts'

/**
 * What the caller's account may know of a decision on a resource of another account: its own policies, and whether the
 * other account allowed by itself (`decided`), but nothing of how.
 */
export function explainCallersSide(request: AuthorizationRequest, decided: Decision, documents: Documents): Trace {
  const { retires: _, ...asked } = request
  const { resource: __, ...own } = documents
  // As though the resource were the account's own and had no policy: then the account alone decides.
  const trace = explain({ ...asked, resourceAccount: request.principal.account }, own)
  if ('foreign' in decided && isAllowed(decided)) {
    const reason = 'The account of the resource allows by itself, with a grant. It is not shown here.'
    const ceilings = traceCeilings(trace.policies, decided)
    return { ...trace, crossAccount: true, ceilings, decision: decided, reason }
  }
  const theirs = isAllowed(trace.decision)
    ? 'The account of the resource allows as well. Its policy is not shown here.'
    : 'What the account of the resource says is not shown here.'
  return { ...trace, crossAccount: true, reason: `${trace.reason} ${theirs}` }
}

const OWNERS: ReadonlySet<PolicyKind> = new Set(['resource-based policy', 'resource control policy'])

/** Stands in for the policies of the other account, which allowed. */
const ALLOWED = sourceOf(
  'other-account',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  'identity-based policy',
)

/** What the account of a resource may know of a call that another account made: its own policies and grants. */
export function explainOwnersSide(request: AuthorizationRequest, documents: Documents): Trace {
  const { policies, ceilings, decision, ...trace } = explain(request, { ...documents, identity: [ALLOWED] })
  const own = isAllowed(decision) ? ownersDecision(decision, request) : decision
  return {
    ...trace,
    principal: request.principal.account,
    policies: policies.filter(({ kind }) => OWNERS.has(kind)),
    ceilings: ceilings.filter(({ kind }) => OWNERS.has(kind)),
    decision: own,
    reason: isAllowed(own) ? reasonOf(own) : trace.reason,
  }
}

function reasonOf(decision: Allowance): string {
  return 'grant' in decision
    ? 'A grant allows. The policies of the caller’s account are not shown here.'
    : 'The policy of the resource allows, and the account of the caller as well. Its policies are not shown here.'
}
