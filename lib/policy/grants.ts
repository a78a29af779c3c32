import type { Principal } from '#kernel/principal.ts'
import { accountOf } from './principals.ts'
import type { AuthorizationRequest, GrantInForce } from './request.ts'

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
      isGrantee(grant.granteePrincipal, request.principal, delegated) &&
      (!WITH_ENCRYPTION_CONTEXT.has(operation) || meetsConstraints(grant, request.encryptionContext ?? NO_PAIRS)),
  )
}

/** A role as grantee covers its sessions; an account as grantee covers its root user, others by delegation. */
function isGrantee(grantee: string, caller: Principal, delegated: boolean): boolean {
  if (grantee === caller.arn || grantee === caller.id) return true
  if (caller.kind === 'assumed-role' && grantee === caller.roleArn) return true
  return (delegated || caller.kind === 'root') && accountOf(grantee) === caller.account
}

/** Names and values compare exactly, unlike condition keys. */
function meetsConstraints(grant: GrantInForce, context: ReadonlyMap<string, string>): boolean {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = grant
  if (equals && (equals.size !== context.size || !isSubset(equals, context))) return false
  return !subset || isSubset(subset, context)
}

function isSubset(pairs: ReadonlyMap<string, string>, context: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of pairs) if (context.get(name) !== value) return false
  return true
}
