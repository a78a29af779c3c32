import type { Principal } from '#kernel/principal.ts'
import { compile } from '../compile.ts'
import type { Decision } from '../decision.ts'
import type { PolicyDocument } from '../document.ts'
import { evaluate } from '../evaluate.ts'
import { principalContext } from '../principal-context.ts'
import type { AuthorizationRequest, Policies } from '../request.ts'
import { everyPolicy } from '../request.ts'

/** A request of the past, with what took part in its decision. */
export interface StoredRequest {
  /** Names it for the caller of `replay`. */
  readonly id: string
  readonly request: AuthorizationRequest
  readonly policies: Policies
  /** The condition keys, in lower case, of which it is known what the request said; absent: of all. */
  readonly knownKeys?: ReadonlySet<string>
}

/** A request whose outcome would change, or cannot be told. */
export interface Replayed {
  readonly id: string
  readonly before: Decision
  readonly after: Decision
  /** Condition keys of the draft of which the record says nothing: `after` takes them for absent. */
  readonly unsure: readonly string[]
}

/** What would become of past requests under a draft of the key policy: those that would end differently, or might. */
export function replay(requests: readonly StoredRequest[], draft: PolicyDocument): readonly Replayed[] {
  const resource = compile('draft', draft, 'resource-based policy')
  return requests.flatMap(({ id, request, policies, knownKeys }) => {
    if (policies.resource === undefined) return []
    const before = evaluate(request, policies)
    const after = evaluate(request, { ...policies, resource })
    const unsure = knownKeys ? [...resource.conditionKeys].filter((key) => !knownKeys.has(key)) : []
    return before.outcome === after.outcome && unsure.length === 0 ? [] : [{ id, before, after, unsure }]
  })
}

/**
 * The condition keys of which an audit event says something: those on which the policies of the time depend, and what
 * follows from the caller.
 */
export function recordedKeys(principal: Principal, policies: Policies): ReadonlySet<string> {
  const own = principalContext(principal).map(([key]) => key)
  return new Set([...own, ...everyPolicy(policies).flatMap(({ conditionKeys }) => [...conditionKeys])])
}
