import { ServiceError } from '#kernel/service-error.ts'
import type { Decision, Denial } from '#policy/decision.ts'
import { isAllowed } from '#policy/decision.ts'
import { evaluate } from '#policy/evaluate.ts'
import { deniedMessage } from '#policy/messages.ts'
import { requestContext } from '#policy/request-context.ts'
import type { IamCheck, IamContext } from './operation.ts'

/** A refusal, with the decision that stands in the audit event. */
export class AccessDenied extends ServiceError {
  readonly decision: Denial

  constructor(message: string, decision: Denial) {
    super('AccessDenied', message)
    this.decision = decision
  }
}

/**
 * Asks the policy engine about every check of a plan, in order; the first refusal ends it. What IAM holds has no
 * policies of its own: those of the caller decide. Gives the decision references for the audit event.
 */
export async function authorize(checks: readonly IamCheck[], context: IamContext): Promise<readonly Decision[]> {
  const { caller, now, ports } = context
  const { principal, scope, session } = caller
  const policies = await ports.identities.policiesOf(scope.sandbox, principal, session)
  return checks.map(({ action, resource, shownAs = resource, conditions }) => {
    const decision = evaluate(
      {
        principal,
        action,
        resource,
        resourceAccount: principal.account,
        context: requestContext(caller, now, conditions),
      },
      { ...policies, resourceControl: [], grants: [] },
    )
    if (isAllowed(decision)) return decision
    const refused = { principalArn: principal.arn, action, resource: shownAs, decision }
    throw new AccessDenied(deniedMessage(refused), decision)
  })
}
