import type { Principal } from '#kernel/principal.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import { compileText } from '#policy/compile.ts'
import type { Decision, Denial } from '#policy/decision.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import type { ConditionContext, IdentityPolicies } from '#policy/request.ts'
import { arnOf } from './domain/arn.ts'
import type { PolicyRow } from './domain/rows.ts'
import type { Check, Context, Resource } from './operation.ts'
import type { KeyRecord } from './ports.ts'

/** A refusal, with the decision that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: Denial

  constructor(message: string, decision: Denial) {
    super('AccessDeniedException', message)
    this.decision = decision
  }
}

/**
 * Asks the policy engine about every check of a plan, in order; the first refusal ends it.
 * Gives the decision references for the audit event.
 */
export async function authorize(checks: readonly Check[], context: Context): Promise<readonly Decision[]> {
  const { principal, scope } = context.caller
  const identity = await context.ports.identities.policiesOf(scope.sandbox, principal)
  return checks.map((check) => {
    const decision = decide(check, principal, identity)
    if (isAllowed(decision)) return decision
    throw refusal(principal, check.action, subject(check.resource), decision)
  })
}

/** Asks about one action on many keys, for lists that show only what the caller may see. */
export async function isPermitted(action: string, { caller, ports }: Context) {
  const { principal, scope } = caller
  const identity = await ports.identities.policiesOf(scope.sandbox, principal)
  return (record: KeyRecord, conditions: ConditionContext): boolean => {
    const resource: Resource = { kind: 'key', arn: arnOf(record.key), record, named: 'request' }
    return isAllowed(decide({ action, resource, context: conditions }, principal, identity))
  }
}

function decide(check: Check, principal: Principal, identity: IdentityPolicies): Decision {
  const { action, resource } = check
  return evaluate(
    {
      principal,
      action,
      resource: resource.kind === 'none' ? '*' : resource.arn,
      resourceAccount: resource.kind === 'key' ? resource.record.key.account : principal.account,
      context: check.context,
    },
    { ...identity, ...keyPolicies(resource) },
  )
}

function keyPolicies(resource: Resource) {
  if (resource.kind !== 'key') return { resourceControl: [], grants: [] }
  return { resource: compiledKeyPolicy(resource.record.policy), resourceControl: [], grants: [] }
}

function refusal(principal: Principal, action: string, resource: string, decision: Denial): AccessDenied {
  return new AccessDenied(deniedMessage({ principalArn: principal.arn, action, resource, decision }), decision)
}

/** How AWS names the resource of a refusal. */
function subject(resource: Resource): string {
  if (resource.kind === 'none') return '*'
  return resource.kind === 'key' && resource.named === 'ciphertext' ? 'ciphertext' : resource.arn
}

/** The refusal of a resource that the caller must not even know to exist. */
export function denyUnknown(action: string, principal: Principal, named: 'resource' | 'ciphertext'): AccessDenied {
  const decision = { outcome: 'implicitly-denied', missing: 'resource' } as const
  return refusal(principal, action, named === 'ciphertext' ? named : '*', decision)
}

const compiled = new WeakMap<PolicyRow, CompiledPolicy>()

/** Rows of the store stay the same object while nothing changes, so each version is compiled once. */
export function compiledKeyPolicy(row: PolicyRow): CompiledPolicy {
  let policy = compiled.get(row)
  if (!policy) {
    policy = compileText(`${arnOf(row)}/policy/${row.number}`, row.document, 'resource-based policy')
    compiled.set(row, policy)
  }
  return policy
}
