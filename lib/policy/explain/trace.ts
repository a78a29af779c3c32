import type { Decision, PolicyKind, StatementReference } from '../decision.ts'

/**
 * Everything that was looked at to come to a decision, and what each of it said. Where `evaluate` stops at the first
 * thing that decides, a trace goes on: it also tells what else would have allowed or denied.
 */
export interface Trace {
  /** ARN of the caller. */
  readonly principal: string
  readonly action: string
  readonly resource: string
  /** The resource belongs to another account than the caller, so that both sides must allow. */
  readonly crossAccount: boolean
  /** In the order in which an explicit deny is looked for. */
  readonly policies: readonly PolicyTrace[]
  /** The statement of the key policy by which the caller's account is named, so that its IAM policies count. */
  readonly delegation?: StatementReference
  readonly grants: readonly GrantTrace[]
  readonly ceilings: readonly CeilingTrace[]
  readonly decision: Decision
  /** The rule that led from all of this to the decision, in one sentence. */
  readonly reason: string
}

export interface PolicyTrace {
  readonly kind: PolicyKind
  /** Names the version of the document, as in `StatementReference`. */
  readonly policy: string
  /** Why the document has no say in this request, whatever its statements are; absent where it has. */
  readonly exempt?: string
  readonly statements: readonly StatementTrace[]
}

export interface StatementTrace {
  readonly reference: StatementReference
  readonly effect: 'Allow' | 'Deny'
  /** Whether it speaks to the request: all of its elements fit. */
  readonly matched: boolean
  /** How the caller is named; absent in policies attached to a principal and where it is not named. */
  readonly names?: Naming
  /** Each element that does not fit; empty exactly when `matched`. */
  readonly mismatches: readonly Mismatch[]
  /** Every condition, met or not. */
  readonly conditions: readonly ConditionTrace[]
}

/** `caller`: by its own ARN or id; `role`: by the role of the session; `listed out`: NotPrincipal does not spare it. */
export type Naming = 'caller' | 'role' | 'everyone' | 'account' | 'listed out'

/** Why a statement does not speak to a request. */
export type Mismatch =
  /** Without Action or Resource a statement has no effect. */
  | { readonly part: 'statement'; readonly lacks: 'Action' | 'Resource' }
  | { readonly part: 'principal' | 'action' | 'resource'; readonly element: string; readonly listed: readonly string[] }
  | { readonly part: 'condition'; readonly condition: ConditionTrace }

export interface ConditionTrace {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  readonly key: string
  /** As written, variables unresolved. */
  readonly expected: readonly string[]
  /** What the values came to where variables were put in; undefined for one that has no value. */
  readonly resolved?: readonly (string | undefined)[]
  /** Of the request; undefined when it does not have the key. */
  readonly actual: string | readonly string[] | undefined
  readonly met: boolean
  /** A rule beside the operator that decided, such as that a key policy does not see the key. */
  readonly note?: string
}

export interface GrantTrace {
  readonly grant: string
  /** Whether it allows the request. */
  readonly applies: boolean
  /** `account`: its grantee is the caller's account, so that an IAM policy must allow as well. */
  readonly names: 'caller' | 'account' | 'nobody'
  /** Each reason why it does not apply; empty exactly when `applies`. */
  readonly mismatches: readonly GrantMismatch[]
}

export type GrantMismatch =
  | { readonly part: 'grantee'; readonly grantee: string }
  | { readonly part: 'operation'; readonly operations: readonly string[] }
  /** One pair. `expected` is undefined for a pair that EncryptionContextEquals does not have. */
  | {
      readonly part: 'encryption context'
      readonly constraint: 'EncryptionContextEquals' | 'EncryptionContextSubset'
      readonly name: string
      readonly expected: string | undefined
      readonly actual: string | undefined
    }
  | { readonly part: 'source'; readonly expected: string; readonly actual: string | undefined }
  /** CreateGrant by a grant: what is asked for goes beyond it. */
  | { readonly part: 'child'; readonly widens: string }
  /** RetireGrant: neither the retiring principal nor a grantee that may retire. */
  | { readonly part: 'retirement'; readonly retiringPrincipal: string | undefined }
  /** The grantee is the account, and the caller's IAM policies do not allow. */
  | { readonly part: 'identity'; readonly missing: PolicyKind }

/** A policy that can only take away. */
export interface CeilingTrace {
  readonly kind: PolicyKind
  readonly says: 'allows' | 'denies' | 'does not allow'
  /** The statement that says so; none where nothing allows. */
  readonly by?: StatementReference
  /** Why what it says does not count; absent where it does. */
  readonly exempt?: string
}
