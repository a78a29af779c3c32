import type { CompiledPolicy } from './compile.ts'
import type { Decision } from './decision.ts'
import { type AuthorizationRequest, everyPolicy, type Policies } from './request.ts'

/** The policy versions that took part, by their ids; kinds that had none are absent. */
export interface PolicyIds {
  readonly resource?: string
  readonly identity?: readonly string[]
  readonly boundary?: string
  /** Session policies are kept nowhere else, so their documents stand here. */
  readonly session?: readonly string[]
  readonly endpoint?: string
  readonly serviceControl?: readonly string[]
  readonly resourceControl?: readonly string[]
}

/**
 * What stands in the audit event for one check: the decision, and all that it takes to come to it again. `facts` are
 * those condition keys on which one of the policies depends; all others change nothing. The encryption context, which
 * constraints of grants look at, stands in the record.
 */
export type DecisionReference = Decision & {
  readonly action: string
  readonly resource: string
  /** Where the resource belongs to another account than the caller. */
  readonly owner?: string
  readonly policies?: PolicyIds
  /** Grants that could speak for the caller, the deciding one among them; of many the first `GRANTS_TOLD`. */
  readonly grants?: readonly string[]
  readonly facts?: Readonly<Record<string, string | readonly string[]>>
}

/** `sessionDocuments` are the texts of the session policies. */
export function referenceOf(
  request: AuthorizationRequest,
  policies: Policies,
  decision: Decision,
  sessionDocuments: readonly string[] = [],
): DecisionReference {
  const ids = idsOf(policies, sessionDocuments)
  const facts = factsOf(request, policies)
  const { action, resource, resourceAccount, principal } = request
  return {
    ...decision,
    action,
    resource,
    ...(resourceAccount !== principal.account && { owner: resourceAccount }),
    ...(Object.keys(ids).length > 0 && { policies: ids }),
    ...(policies.grants.length > 0 && { grants: grantsOf(policies, decision) }),
    ...(Object.keys(facts).length > 0 && { facts }),
  }
}

/** An event must not grow with the grants that a key has: a grantee may have 50,000 of them. */
const GRANTS_TOLD = 50

function grantsOf({ grants }: Policies, decision: Decision): readonly string[] {
  const first = grants.slice(0, GRANTS_TOLD).map(({ id }) => id)
  if (decision.outcome !== 'allowed' || !('grant' in decision) || first.includes(decision.grant)) return first
  return [...first.slice(0, -1), decision.grant]
}

function idsOf(policies: Policies, session: readonly string[]): PolicyIds {
  const { resource, identity, boundary, endpoint, serviceControl, resourceControl } = policies
  return {
    ...(resource && { resource: resource.id }),
    ...(identity.length > 0 && { identity: identity.map(idOf) }),
    ...(boundary && { boundary: boundary.id }),
    ...(session.length > 0 && { session }),
    ...(endpoint && { endpoint: endpoint.id }),
    ...(serviceControl.length > 0 && { serviceControl: serviceControl.map(idOf) }),
    ...(resourceControl.length > 0 && { resourceControl: resourceControl.map(idOf) }),
  }
}

/** What decides whether a grant's SourceArn is met. */
const GRANT_FACTS = ['aws:viaawsservice', 'aws:sourcearn']

const idOf = ({ id }: CompiledPolicy) => id

function factsOf({ context }: AuthorizationRequest, policies: Policies) {
  const facts: Record<string, string | readonly string[]> = {}
  const note = (key: string) => {
    const value = context.get(key)
    if (value !== undefined) facts[key] = value
  }
  for (const policy of everyPolicy(policies)) policy.conditionKeys.forEach(note)
  if (policies.grants.some(({ sourceArn }) => sourceArn !== undefined)) GRANT_FACTS.forEach(note)
  return facts
}
