import type { Principal } from '#kernel/principal.ts'
import { accountOf } from './principals.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from './request.ts'

/** Operations that carry an encryption context: only these are bound by a grant's constraints. */
const WITH_ENCRYPTION_CONTEXT: ReadonlySet<string> = new Set([
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
])

/** Whether requests of an operation, as in `Decrypt`, carry an encryption context. */
export function bearsContext(operation: string): boolean {
  return WITH_ENCRYPTION_CONTEXT.has(operation)
}

const SERVICE_PREFIX = 'kms:'
const NO_PAIRS: ReadonlyMap<string, string> = new Map()

/** The first grant that allows the request to the caller or, with `delegated`, to the caller's account. */
export function findGrant(
  grants: readonly GrantInForce[],
  request: AuthorizationRequest,
  delegated: boolean,
): GrantInForce | undefined {
  if (grants.length === 0) return undefined
  const operation = request.action.slice(SERVICE_PREFIX.length)
  return grants.find(
    (grant) =>
      grant.operations.has(operation) &&
      standsFor(grant.granteePrincipal, request.principal, delegated) &&
      isFromSource(grant, request) &&
      (!bearsContext(operation) || meetsConstraints(grant, request.encryptionContext ?? NO_PAIRS)) &&
      (!request.asksFor || covers(grant, request.asksFor)),
  )
}

/** SourceArn binds calls of AWS services only: they say for which resource they call. */
function isFromSource({ sourceArn }: GrantTerms, { principal, context }: AuthorizationRequest): boolean {
  const isService = principal.kind === 'service' || context.get('aws:viaawsservice') === 'true'
  return sourceArn === undefined || !isService || context.get('aws:sourcearn') === sourceArn
}

/**
 * Whether the grant itself lets the caller or, with `delegated`, the caller's account end it: the retiring principal
 * may, and the grantee of a grant that says so (AWS KMS developer guide, "Retiring and revoking grants").
 */
export function maySurrender(grant: GrantInForce, caller: Principal, delegated: boolean): boolean {
  if (grant.retiringPrincipal !== undefined && standsFor(grant.retiringPrincipal, caller, delegated)) return true
  return grant.operations.has('RetireGrant') && standsFor(grant.granteePrincipal, caller, delegated)
}

/**
 * Whether a grantee may hand on what is asked for: no operation that the parent lacks, in no encryption context that
 * the parent does not allow (AWS KMS developer guide, "Granting CreateGrant permission").
 */
function covers(parent: GrantTerms, child: GrantTerms): boolean {
  if (![...child.operations].every((operation) => parent.operations.has(operation))) return false
  if (parent.sourceArn !== undefined && parent.sourceArn !== child.sourceArn) return false
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = parent
  if (equals) return child.encryptionContextEquals !== undefined && isSame(equals, child.encryptionContextEquals)
  return !subset || isSubset(subset, child.encryptionContextEquals ?? child.encryptionContextSubset ?? NO_PAIRS)
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) => a.size === b.size && isSubset(a, b)

/** The names of a session's role: its ARN and its unique id, with which the session's begins. */
function rolesOf({ roleArn, id }: Extract<Principal, { readonly kind: 'assumed-role' }>): readonly string[] {
  return [roleArn, id.slice(0, id.indexOf(':'))]
}

/** A role in a grant covers its sessions; an account covers its root user, others by delegation. */
function standsFor(named: string, caller: Principal, delegated: boolean): boolean {
  if (named === caller.arn || named === caller.id) return true
  if (caller.kind === 'assumed-role' && rolesOf(caller).includes(named)) return true
  if (caller.kind === 'service') return named === caller.service
  return (delegated || caller.kind === 'root') && accountOf(named) === caller.account
}

/** The names under which grants may name the caller, be it through its account. */
export function namesInGrants(caller: Principal): readonly string[] {
  if (caller.kind === 'service') return [caller.service]
  const account = [caller.account, `${caller.arn.split(':').slice(0, 2).join(':')}:iam::${caller.account}:root`]
  const role = caller.kind === 'assumed-role' ? rolesOf(caller) : []
  return [...new Set([caller.arn, caller.id, ...role, ...account])]
}

/** Names and values compare exactly, unlike condition keys. */
function meetsConstraints(grant: GrantInForce, context: ReadonlyMap<string, string>): boolean {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = grant
  if (equals && !isSame(equals, context)) return false
  return !subset || isSubset(subset, context)
}

function isSubset(pairs: ReadonlyMap<string, string>, context: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of pairs) if (context.get(name) !== value) return false
  return true
}
