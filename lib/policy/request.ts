import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { CompiledPolicy } from './compile.ts'

/**
 * Condition keys of the request, named in lower case (`kms:callerAccount` is `kms:calleraccount`; the name
 * part of `kms:encryptionContext:<key>` too). A key that is absent is not in the map.
 */
export type ConditionContext = ReadonlyMap<string, string | readonly string[]>

export interface AuthorizationRequest {
  readonly principal: Principal
  /** `kms:Encrypt`. */
  readonly action: string
  /** An ARN, or `*` for operations without a resource. */
  readonly resource: string
  readonly resourceAccount: AccountId
  readonly context: ConditionContext
  /** The request's encryption context as it was sent: constraints of grants compare its names exactly. */
  readonly encryptionContext?: ReadonlyMap<string, string>
}

/** A grant as the evaluator sees it (AWS KMS developer guide, "Grants in AWS KMS"). */
export interface GrantInForce {
  readonly id: string
  readonly granteePrincipal: string
  readonly operations: ReadonlySet<string>
  readonly encryptionContextEquals?: ReadonlyMap<string, string>
  readonly encryptionContextSubset?: ReadonlyMap<string, string>
}

/** Every document that may speak to a request. */
export interface Policies {
  /** The key policy; absent for operations that have no key. */
  readonly resource?: CompiledPolicy
  readonly identity: readonly CompiledPolicy[]
  readonly boundary?: CompiledPolicy
  readonly session?: CompiledPolicy
  readonly serviceControl: readonly CompiledPolicy[]
  readonly resourceControl: readonly CompiledPolicy[]
  readonly grants: readonly GrantInForce[]
}

/** What a principal brings along; its account's and its own documents. */
export type IdentityPolicies = Omit<Policies, 'resource' | 'resourceControl' | 'grants'>

export const NO_IDENTITY_POLICIES: IdentityPolicies = { identity: [], serviceControl: [] }
