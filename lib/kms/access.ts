import type { Principal } from '#kernel/principal.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import { compileText } from '#policy/compile.ts'
import type { Denial } from '#policy/decision.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { namesInGrants } from '#policy/grants.ts'
import { deniedMessage } from '#policy/messages.ts'
import { policyId } from '#policy/policy-id.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { AuthorizationRequest, GrantInForce, IdentityPolicies, Policies } from '#policy/request.ts'
import { everyPolicy } from '#policy/request.ts'
import { isUntold, sidesOf } from '#policy/sides.ts'
import { arnOf } from './domain/arn.ts'
import { requestConditions, withKeyConditions } from './domain/conditions.ts'
import { grantInForce } from './domain/grant.ts'
import { ownerOf } from './domain/material.ts'
import type { PolicyRow } from './domain/rows.ts'
import type { Check, Context, Resource } from './operation.ts'
import type { KeyRecord, Ports } from './ports.ts'

/** A refusal, with the decision reference that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: DecisionReference

  constructor(message: string, decision: DecisionReference) {
    super('AccessDeniedException', message)
    this.decision = decision
  }
}

/**
 * Asks the policy engine about every check of a plan, in order; the first refusal ends it. What was allowed is added to
 * `decided`, for the audit event, and a refusal brings its own: both as the caller's account may know them. Answers how
 * other accounts, whose keys they are, allowed.
 */
export async function authorize(
  checks: readonly Check[],
  context: Context,
  decided: DecisionReference[],
): Promise<readonly DecisionReference[]> {
  const { principal, scope, session } = context.caller
  const identity = await context.ports.identities.policiesOf(scope.sandbox, principal, session)
  const owners: DecisionReference[] = []
  for (const check of checks) {
    const grants = check.retires ? [check.retires] : await grantsFor(check.resource, principal, context.ports)
    const request = requestOf(check, principal)
    const policies = policiesFor(check.resource, identity, grants)
    const decision = evaluate(request, policies)
    const subject = subjectOf(check.resource)
    if (isUntold(request, decision)) {
      throw denyUnknown(check.action, principal, subject === 'ciphertext' ? subject : 'resource')
    }
    const { caller, owner } = sidesOf(request, policies, decision, session?.policies)
    if (!isAllowed(decision)) throw refusal(principal, subject, decision, caller)
    decided.push(caller)
    if (owner) owners.push(owner)
  }
  return owners
}

const NO_GRANTS: readonly GrantInForce[] = []

/** Grants in force on the key that may speak for the caller. */
async function grantsFor(resource: Resource, principal: Principal, { store }: Ports): Promise<readonly GrantInForce[]> {
  if (resource.kind !== 'key' || resource.record.key.grantCount === 0) return NO_GRANTS
  const { key } = resource.record
  const names = namesInGrants(principal)
  const found = await Promise.all(names.map((name) => store.grantsTo(ownerOf(key).scope, key.keyId, name)))
  return found.flat().map(grantInForce)
}

/** Whether the caller may do something with a key, by policy. */
export type Permits = (action: string) => boolean

/** Asks about many keys, for lists that show only what the caller may see by policy. */
export async function permitsOnKeys(context: Context): Promise<(record: KeyRecord) => Permits> {
  const { principal, scope, session } = context.caller
  const identity = await context.ports.identities.policiesOf(scope.sandbox, principal, session)
  const ofRequest = requestConditions(context)
  const ofCaller = policiesFor({ kind: 'none' }, identity, NO_GRANTS)
  const callerAsks = everyPolicy(ofCaller).some(asksConditions)
  return (record) => {
    const resource: Resource = { kind: 'key', arn: arnOf(record.key), record, named: 'request' }
    const keyPolicy = compiledKeyPolicy(record.policy)
    // Most policies ask for no conditions, and those are most of the work.
    const asks = callerAsks || asksConditions(keyPolicy)
    const conditions = asks ? withKeyConditions(new Map(ofRequest), record) : ofRequest
    const policies = { ...ofCaller, resource: keyPolicy }
    return (action) => isAllowed(evaluate(requestOf({ action, resource, context: conditions }, principal), policies))
  }
}

function asksConditions({ conditionKeys }: CompiledPolicy): boolean {
  return conditionKeys.size > 0
}

function requestOf(check: Check, principal: Principal): AuthorizationRequest {
  const { action, resource, encryptionContext, asksFor, retires } = check
  return {
    principal,
    action,
    resource: resource.kind === 'none' ? '*' : resource.arn,
    resourceAccount: resource.kind === 'key' ? resource.record.key.account : principal.account,
    context: check.context,
    ...(resource.kind === 'key' && resource.record.key.manager === 'AWS' && { awsManaged: true }),
    ...(encryptionContext && { encryptionContext }),
    ...(asksFor && { asksFor }),
    ...(retires && { retires }),
  }
}

function policiesFor(resource: Resource, identity: IdentityPolicies, grants: readonly GrantInForce[]): Policies {
  return {
    ...identity,
    ...(resource.kind === 'key' && { resource: compiledKeyPolicy(resource.record.policy) }),
    resourceControl: [],
    grants,
  }
}

function refusal(
  { arn: principalArn }: Principal,
  resource: string,
  decision: Denial,
  reference: DecisionReference,
): AccessDenied {
  const { action } = reference
  return new AccessDenied(deniedMessage({ principalArn, action, resource, decision }), reference)
}

/** How AWS names the resource of a refusal. */
function subjectOf(resource: Resource): string {
  if (resource.kind === 'none') return '*'
  return resource.kind === 'key' && resource.named === 'ciphertext' ? 'ciphertext' : resource.arn
}

/** The refusal of a resource that the caller must not even know to exist. */
export function denyUnknown(action: string, principal: Principal, named: 'resource' | 'ciphertext'): AccessDenied {
  const decision = { outcome: 'implicitly-denied', missing: 'resource' } as const
  const resource = named === 'ciphertext' ? named : '*'
  return refusal(principal, resource, decision, { ...decision, action, resource })
}

const compiled = new WeakMap<PolicyRow, CompiledPolicy>()

/** Rows of the store stay the same object while nothing changes, so each version is compiled once. */
function compiledKeyPolicy(row: PolicyRow): CompiledPolicy {
  let policy = compiled.get(row)
  if (!policy) {
    const id = policyId({ kind: 'key', keyArn: arnOf(row), number: row.number })
    policy = compileText(id, row.document, 'resource-based policy')
    compiled.set(row, policy)
  }
  return policy
}
