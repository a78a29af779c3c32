import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { compile } from '../compile.ts'
import type { Decision } from '../decision.ts'
import { compileDocuments, type Documents, type PolicySource } from '../documents.ts'
import { evaluate } from '../evaluate.ts'
import { explain } from '../explain/explain.ts'
import { principalContext } from '../principal-context.ts'
import type { AuthorizationRequest, ConditionContext, GrantInForce } from '../request.ts'
import type { ActionEntry } from '../vocabulary.ts'

/** A principal, and the documents that it brings along. */
export interface Subject {
  /** For people. */
  readonly label: string
  readonly principal: Principal
  readonly identity: readonly PolicySource[]
  readonly boundary?: PolicySource
  readonly session?: readonly PolicySource[]
  readonly serviceControl?: readonly PolicySource[]
}

/** A key, and who is asked about it. */
export interface KeySetting {
  readonly arn: string
  readonly account: AccountId
  readonly policy: PolicySource
  readonly grants?: readonly GrantInForce[]
  readonly resourceControl?: readonly PolicySource[]
  /** Condition keys of every request, in lower case; those that follow from the caller are added. */
  readonly context?: ConditionContext
}

export interface DecisionCell {
  readonly action: string
  readonly decision: Decision
}

export interface AccessCell extends DecisionCell {
  /** In one sentence. */
  readonly reason: string
}

export interface AccessRow<Cell extends DecisionCell = AccessCell> {
  readonly subject: Subject
  /** In the order of the actions that were asked for; actions that other accounts can never call are left out for them. */
  readonly cells: readonly Cell[]
}

/** Who may do what with a key: one decision, with its reason, for each principal and action. */
export function accessMatrix(
  subjects: readonly Subject[],
  actions: readonly ActionEntry[],
  key: KeySetting,
): readonly AccessRow[] {
  return subjects.map((subject) => {
    const documents = documentsOf(subject, key)
    const cells = possible(actions, subject, key).map(({ name }) => {
      const { decision, reason } = explain(requestOf(subject, name, key), documents)
      return { action: name, decision, reason }
    })
    return { subject, cells }
  })
}

/** The same without reasons, which takes a fraction of the time. */
export function decisionMatrix(
  subjects: readonly Subject[],
  actions: readonly ActionEntry[],
  key: KeySetting,
): readonly AccessRow<DecisionCell>[] {
  const resource = compile(key.policy.id, key.policy.document, 'resource-based policy')
  return subjects.map((subject) => {
    const { resource: _resource, ...others } = documentsOf(subject, key)
    const policies = { ...compileDocuments(others), resource }
    const cells = possible(actions, subject, key).map(({ name }) => ({
      action: name,
      decision: evaluate(requestOf(subject, name, key), policies),
    }))
    return { subject, cells }
  })
}

function possible(actions: readonly ActionEntry[], { principal }: Subject, key: KeySetting): readonly ActionEntry[] {
  if (principal.kind === 'service' || principal.account === key.account) return actions
  return actions.filter(({ crossAccount }) => crossAccount)
}

function requestOf({ principal }: Subject, action: string, key: KeySetting): AuthorizationRequest {
  const context = new Map([...principalContext(principal), ...(key.context ?? [])])
  return { principal, action, resource: key.arn, resourceAccount: key.account, context }
}

function documentsOf(subject: Subject, { policy, grants = [], resourceControl = [] }: KeySetting): Documents {
  const { identity, boundary, session = [], serviceControl = [] } = subject
  return { resource: policy, identity, ...(boundary && { boundary }), session, serviceControl, resourceControl, grants }
}
