import { ServiceError } from '#kernel/service-error.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { referenceOf } from '#policy/reference.ts'
import { requestContext } from '#policy/request-context.ts'
import type { CloudTrailAction, CloudTrailContext } from './operation.ts'

/** A refusal, with the decision reference that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: DecisionReference

  constructor(message: string, decision: DecisionReference) {
    super('AccessDeniedException', message)
    this.decision = decision
  }
}

/**
 * Asks the policy engine about every action, in order; the first refusal ends it. The event history is no resource
 * with a policy of its own: those of the caller decide. What was allowed is added to `decided`, for the audit event; a
 * refusal brings its own.
 */
export async function authorize(
  actions: readonly CloudTrailAction[],
  { caller, now, ports }: CloudTrailContext,
  decided: DecisionReference[],
): Promise<void> {
  const { principal, scope, session } = caller
  const own = await ports.identities.policiesOf(scope.sandbox, principal, session)
  const policies = { ...own, resourceControl: [], grants: [] }
  const about = { principal, resource: '*', resourceAccount: principal.account, context: requestContext(caller, now) }
  for (const action of actions) {
    const request = { ...about, action }
    const decision = evaluate(request, policies)
    const reference = referenceOf(request, policies, decision, session?.policies)
    if (!isAllowed(decision)) {
      throw new AccessDenied(deniedMessage({ principalArn: principal.arn, action, decision }), reference)
    }
    decided.push(reference)
  }
}

/** The same question about what goes on after its call; it leaves no event. */
export async function isStillAllowed(actions: readonly CloudTrailAction[], context: CloudTrailContext) {
  try {
    await authorize(actions, context, [])
    return true
  } catch (thrown) {
    if (thrown instanceof AccessDenied) return false
    throw thrown
  }
}
