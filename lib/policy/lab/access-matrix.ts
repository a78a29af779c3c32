import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Decision } from '../decision.ts'
import type { Documents, PolicySource } from '../documents.ts'
import { explain } from '../explain/explain.ts'
import { principalContext } from '../principal-context.ts'
import type { ConditionContext, GrantInForce } from '../request.ts'
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

export interface AccessCell {
  readonly action: string
  readonly decision: Decision
  /** In one sentence. */
  readonly reason: string
}

export interface AccessRow {
  readonly subject: Subject
  /** In the order of the actions that were asked for; actions that other accounts can never call are left out for them. */
  readonly cells: readonly AccessCell[]
}

/** Who may do what with a key: one decision, with its reason, for each principal and action. */
export function accessMatrix(
  subjects: readonly Subject[],
  actions: readonly ActionEntry[],
  key: KeySetting,
): readonly AccessRow[] {
  return subjects.map((subject) => ({
    subject,
    cells: actions.filter((action) => isPossible(action, subject, key)).map((action) => cellOf(subject, action, key)),
  }))
}

function isPossible({ crossAccount }: ActionEntry, { principal }: Subject, { account }: KeySetting): boolean {
  return crossAccount || principal.kind === 'service' || principal.account === account
}

function cellOf(subject: Subject, { name }: ActionEntry, key: KeySetting): AccessCell {
  const { principal } = subject
  const context = new Map([...principalContext(principal), ...(key.context ?? [])])
  const request = { principal, action: name, resource: key.arn, resourceAccount: key.account, context }
  const { decision, reason } = explain(request, documentsOf(subject, key))
  return { action: name, decision, reason }
}

function documentsOf(subject: Subject, { policy, grants = [], resourceControl = [] }: KeySetting): Documents {
  const { identity, boundary, session = [], serviceControl = [] } = subject
  return { resource: policy, identity, ...(boundary && { boundary }), session, serviceControl, resourceControl, grants }
}
