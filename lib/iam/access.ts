import { ServiceError } from '#kernel/service-error.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { referenceOf } from '#policy/reference.ts'
import { requestContext } from '#policy/request-context.ts'
import type { IamCheck, IamContext } from './operation.ts'

/** A refusal, with the decision reference that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: DecisionReference

  constructor(message: string, decision: DecisionReference) {
    super('AccessDenied', message)
    this.decision = decision
  }
}

/**
 * Asks the policy engine about every check of a plan, in order; the first refusal ends it. What IAM holds has no
 * policies of its own: those of the caller decide. What was allowed is added to `decided`, for the audit event; a
 * refusal brings its own.
 */
export async function authorize(
  checks: readonly IamCheck[],
  context: IamContext,
  decided: DecisionReference[],
): Promise<void> {
  const { caller, now, ports } = context
  const { principal, scope, session } = caller
  const own = await ports.identities.policiesOf(scope.sandbox, principal, session)
  const policies = { ...own, resourceControl: [], grants: [] }
  for (const { action, resource, shownAs = resource, conditions } of checks) {
    const asked = requestContext(caller, now, conditions)
    const request = { principal, action, resource, resourceAccount: principal.account, context: asked }
    const decision = evaluate(request, policies)
    const reference = referenceOf(request, policies, decision, session?.policies)
    const asker = { principalArn: principal.arn, action, resource: shownAs }
    if (!isAllowed(decision)) throw new AccessDenied(deniedMessage({ ...asker, decision }), reference)
    decided.push(reference)
  }
}
