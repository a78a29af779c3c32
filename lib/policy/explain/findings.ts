import type { PolicyKind } from '../decision.ts'
import type { AuthorizationRequest, GrantInForce } from '../request.ts'
import type { PolicyTrace, StatementTrace } from './trace.ts'

/** What every policy says, and what remains to be weighed. */
export interface Findings {
  readonly request: AuthorizationRequest
  readonly policies: readonly PolicyTrace[]
  readonly grants: readonly GrantInForce[]
  /** Whether a key policy has a say in such an operation. */
  readonly hasKey: boolean
}

/** The matching statements of one kind of policy, in order; those of exempt policies are left out. */
export function matching(
  { policies }: Findings,
  kind: PolicyKind,
  effect: StatementTrace['effect'],
): readonly StatementTrace[] {
  return policies
    .filter((policy) => policy.kind === kind && policy.exempt === undefined)
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.matched && statement.effect === effect)
}

/** Whether there is a policy of that kind which is not exempt. */
export function hasAny({ policies }: Findings, kind: PolicyKind): boolean {
  return policies.some((policy) => policy.kind === kind && policy.exempt === undefined)
}
