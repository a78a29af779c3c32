import type { AccountId } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { CompiledPolicy } from '#policy/compile.ts'
import type { Decision, Denial } from '#policy/decision.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { requestContext } from '#policy/request-context.ts'
import { isUntold, type Sides, sidesOf } from '#policy/sides.ts'
import type { StsCheck, StsContext } from './operation.ts'

/** A refusal, with the decision reference that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: DecisionReference | undefined

  constructor(message: string, decision?: DecisionReference) {
    super('AccessDenied', message)
    this.decision = decision
  }
}

/** A role, with the policy that says who may assume it. */
interface Trusting {
  readonly account: AccountId
  readonly arn: string
  readonly trust: CompiledPolicy
}

/** What the caller's own policies decide. */
export function ownCheck(action: string, context: StsContext): StsCheck {
  return async () => {
    const { decision, sides } = await decide(action, '*', undefined, {}, context)
    if (isAllowed(decision)) return sides
    const { arn: principalArn } = context.caller.principal
    throw new AccessDenied(deniedMessage({ principalArn, action, resource: '*', decision }), sides.caller)
  }
}

/**
 * What the trust policy of a role and the policies of the caller decide together (AWS IAM user guide, "Cross-account
 * policy evaluation logic"). A role that is not there is refused in the same words.
 */
export function trustCheck(
  action: string,
  arn: string,
  role: Trusting | undefined,
  conditions: MoreConditions,
  context: StsContext,
): StsCheck {
  return async () => {
    const { decision, sides } = role
      ? await decide(action, arn, role, conditions, context)
      : { decision: UNKNOWN, sides: { caller: { ...UNKNOWN, action, resource: arn } } }
    if (isAllowed(decision)) return sides
    throw new AccessDenied(`${refusal(action, arn, context)}${reason(decision)}`, sides.caller)
  }
}

const UNKNOWN = { outcome: 'implicitly-denied', missing: 'resource' } as const

export function refusal(action: string, arn: string, { caller }: StsContext): string {
  return `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${arn}`
}

/** AWS STS tells of an explicit deny only, and not when it is in another account. */
function reason(decision: Denial): string {
  if (decision.outcome !== 'explicitly-denied' || decision.foreign) return ''
  const { kind } = decision.by
  return ` with an explicit deny in ${kind === 'identity-based policy' ? 'an' : 'a'} ${kind}`
}

async function decide(
  action: string,
  resource: string,
  role: Trusting | undefined,
  conditions: MoreConditions,
  { caller, now, ports }: StsContext,
): Promise<{ readonly decision: Decision; readonly sides: Sides }> {
  const { principal, scope, session } = caller
  const own = await ports.identities.policiesOf(scope.sandbox, principal, session)
  const policies = { ...own, ...(role && { resource: role.trust }), resourceControl: [], grants: [] }
  const asked = requestContext(caller, now, conditions)
  const request = { principal, action, resource, resourceAccount: role?.account ?? principal.account, context: asked }
  const decision = evaluate(request, policies)
  if (isUntold(request, decision)) return { decision, sides: { caller: { ...UNKNOWN, action, resource } } }
  return { decision, sides: sidesOf(request, policies, decision, session?.policies) }
}
