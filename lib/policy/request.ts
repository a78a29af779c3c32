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
  /** Of CreateGrant: the terms of the grant that is asked for. */
  readonly asksFor?: GrantTerms
  /** Of RetireGrant: the grant that is to end. Without it the question is about any of the grants at hand. */
  readonly retires?: GrantInForce
  /** The key is an AWS managed key, which no resource control policy governs. */
  readonly awsManaged?: true
}

/** What a grant allows, and in which encryption contexts. */
export interface GrantTerms {
  readonly operations: ReadonlySet<string>
  readonly encryptionContextEquals?: ReadonlyMap<string, string>
  readonly encryptionContextSubset?: ReadonlyMap<string, string>
  /** The resource for which a service may use the grant; callers that are no service are not bound by it. */
  readonly sourceArn?: string
}

/** A grant as the evaluator sees it (AWS KMS developer guide, "Grants in AWS KMS"). */
export interface GrantInForce extends GrantTerms {
  readonly id: string
  readonly granteePrincipal: string
  readonly retiringPrincipal?: string
  readonly issuingAccount?: string
}

/** Every document that may speak to a request. */
export interface Policies {
  /** The key policy; absent for operations that have no key. */
  readonly resource?: CompiledPolicy
  readonly identity: readonly CompiledPolicy[]
  readonly boundary?: CompiledPolicy
  readonly session?: CompiledPolicy
  /** Of the VPC endpoint by which the request came. */
  readonly endpoint?: CompiledPolicy
  readonly serviceControl: readonly CompiledPolicy[]
  readonly resourceControl: readonly CompiledPolicy[]
  readonly grants: readonly GrantInForce[]
}

/** All the documents, without the grants. */
export function everyPolicy(policies: Policies): readonly CompiledPolicy[] {
  const { resource, identity, boundary, session, endpoint, serviceControl, resourceControl } = policies
  const single = [resource, boundary, session, endpoint].filter((policy) => policy !== undefined)
  return [...single, ...identity, ...serviceControl, ...resourceControl]
}

/** What a principal brings along; its account's and its own documents. */
export type IdentityPolicies = Omit<Policies, 'resource' | 'resourceControl' | 'endpoint' | 'grants'>

export const NO_IDENTITY_POLICIES: IdentityPolicies = { identity: [], serviceControl: [] }
