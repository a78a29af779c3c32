import type { Allowance, Decision } from './decision.ts'
import { isAllowed } from './decision.ts'
import { isForeign } from './explain/facts.ts'
import type { DecisionReference } from './reference.ts'
import { referenceOf } from './reference.ts'
import type { AuthorizationRequest, Policies } from './request.ts'
import { NO_IDENTITY_POLICIES } from './request.ts'

/** A decision as each account may know it: neither is told the policies and grants of the other. */
export interface Sides {
  /** Of the caller's account; the whole decision where the resource belongs to it too. */
  readonly caller: DecisionReference
  /** Of the account of the resource, where that is another one and allows. */
  readonly owner?: DecisionReference
}

/** Whether the other account refused, or has no such resource: the caller is not told which. */
export function isUntold(request: AuthorizationRequest, decision: Decision): boolean {
  if (!isForeign(request) || isAllowed(decision)) return false
  return decision.outcome === 'explicitly-denied' ? decision.foreign === true : decision.missing === 'resource'
}

/** Whether a refusal says no more than that: as of a resource that is not there. */
export function tellsNothing(reference: DecisionReference): boolean {
  if (reference.outcome !== 'implicitly-denied' || reference.missing !== 'resource') return false
  return reference.policies?.resource === undefined
}

/** `sessionDocuments` are the texts of the session policies. */
export function sidesOf(
  request: AuthorizationRequest,
  policies: Policies,
  decision: Decision,
  sessionDocuments: readonly string[] = [],
): Sides {
  if (!isForeign(request)) return { caller: referenceOf(request, policies, decision, sessionDocuments) }
  const { resource, resourceControl, grants, ...callers } = policies
  const owners = { ...NO_IDENTITY_POLICIES, ...(resource && { resource }), resourceControl, grants }
  const caller = referenceOf(
    request,
    { ...callers, resourceControl: [], grants: [] },
    callersDecision(decision),
    sessionDocuments,
  )
  return isAllowed(decision)
    ? { caller, owner: referenceOf(request, owners, ownersDecision(decision, request)) }
    : { caller }
}

/** What the caller's account says for its part. */
function callersDecision(decision: Decision): Decision {
  if (!isAllowed(decision)) return decision
  if ('grant' in decision) return { outcome: 'allowed', foreign: true }
  const { outcome } = decision
  if ('by' in decision) return { outcome, by: decision.by }
  return 'root' in decision ? { outcome, root: true } : decision
}

/** What the account of the resource says for its part. */
export function ownersDecision(decision: Allowance, { retires }: Pick<AuthorizationRequest, 'retires'>): Decision {
  if ('delegated' in decision && decision.delegated) return { outcome: 'allowed', by: decision.delegated }
  return retires ? { outcome: 'allowed', grant: retires.id } : decision
}
