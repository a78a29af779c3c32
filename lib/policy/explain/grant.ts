import type { Principal } from '#kernel/principal.ts'
import type { Decision } from '../decision.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from '../request.ts'
import { accountIn, isRoleOf } from './naming.ts'
import type { GrantMismatch, GrantTrace } from './trace.ts'

/** Only these carry an encryption context (AWS KMS developer guide, "Using grant constraints"). */
const ENCRYPTION_CONTEXT = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
]

/** What a grant says to a request. `identity` is the side of the caller's account, which counts for account grantees. */
export function traceGrant(grant: GrantInForce, request: AuthorizationRequest, identity: Decision): GrantTrace {
  const names = namesOf(grant.granteePrincipal, request.principal)
  const operation = request.action.split(':')[1] ?? ''
  const mismatches = [
    ...(names === 'nobody' ? [{ part: 'grantee' as const, grantee: grant.granteePrincipal }] : []),
    ...(grant.operations.has(operation) ? [] : [{ part: 'operation' as const, operations: [...grant.operations] }]),
    ...sourceMismatch(grant, request),
    ...(ENCRYPTION_CONTEXT.includes(operation) ? pairMismatches(grant, request.encryptionContext ?? new Map()) : []),
    ...(request.asksFor ? childMismatches(grant, request.asksFor) : []),
    ...(names === 'account' ? identityMismatch(identity) : []),
  ]
  return { grant: grant.id, applies: mismatches.length === 0, names, mismatches }
}

/** Whether the caller may end the grant, as its retiring principal or as a grantee that may. */
export function traceRetirement(
  grant: GrantInForce,
  { principal }: AuthorizationRequest,
  identity: Decision,
): GrantTrace {
  const { retiringPrincipal, granteePrincipal, operations } = grant
  const enders = [retiringPrincipal, operations.has('RetireGrant') ? granteePrincipal : undefined]
  const found = enders.map((ender) => (ender === undefined ? 'nobody' : namesOf(ender, principal)))
  const names = (['caller', 'account'] as const).find((naming) => found.includes(naming)) ?? 'nobody'
  const mismatches: readonly GrantMismatch[] = [
    ...(names === 'nobody' ? [{ part: 'retirement' as const, retiringPrincipal }] : []),
    ...(names === 'account' ? identityMismatch(identity) : []),
  ]
  return { grant: grant.id, applies: mismatches.length === 0, names, mismatches }
}

function namesOf(named: string, caller: Principal): GrantTrace['names'] {
  if (named === caller.arn || named === caller.id) return 'caller'
  if (caller.kind === 'service') return named === caller.service ? 'caller' : 'nobody'
  if (caller.kind === 'assumed-role' && isRoleOf(named, caller)) return 'caller'
  if (accountIn(named) !== caller.account) return 'nobody'
  return caller.kind === 'root' ? 'caller' : 'account'
}

/** SourceArn is looked at when an AWS service calls, for itself or for a principal. */
function sourceMismatch({ sourceArn }: GrantTerms, request: AuthorizationRequest): readonly GrantMismatch[] {
  const { principal, context } = request
  const isService = principal.kind === 'service' || context.get('aws:viaawsservice') === 'true'
  const source = context.get('aws:sourcearn')
  if (sourceArn === undefined || !isService || source === sourceArn) return []
  return [{ part: 'source', expected: sourceArn, actual: typeof source === 'string' ? source : undefined }]
}

type Pairs = ReadonlyMap<string, string>

/** Names and values compare exactly, letter by letter. */
function pairMismatches(terms: GrantTerms, actual: Pairs): readonly GrantMismatch[] {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = terms
  return [
    ...(equals ? [...missingPairs('EncryptionContextEquals', equals, actual), ...extraPairs(equals, actual)] : []),
    ...(subset ? missingPairs('EncryptionContextSubset', subset, actual) : []),
  ]
}

type Constraint = 'EncryptionContextEquals' | 'EncryptionContextSubset'

function missingPairs(constraint: Constraint, expected: Pairs, actual: Pairs): readonly GrantMismatch[] {
  return [...expected]
    .filter(([name, value]) => actual.get(name) !== value)
    .map(([name, value]) => ({
      part: 'encryption context',
      constraint,
      name,
      expected: value,
      actual: actual.get(name),
    }))
}

function extraPairs(expected: Pairs, actual: Pairs): readonly GrantMismatch[] {
  return [...actual]
    .filter(([name]) => !expected.has(name))
    .map(([name, value]) => ({
      part: 'encryption context',
      constraint: 'EncryptionContextEquals',
      name,
      expected: undefined,
      actual: value,
    }))
}

/** A child grant has no operation that its parent lacks, and binds at least as tightly. */
function childMismatches(parent: GrantTerms, child: GrantTerms): readonly GrantMismatch[] {
  const more = [...child.operations].filter((operation) => !parent.operations.has(operation))
  return [
    ...more.map((operation) => widening(`the operation ${operation}`)),
    ...(isLooserOnSource(parent, child) ? [widening('sources beyond SourceArn')] : []),
    ...(isLooserOnContext(parent, child) ? [widening('encryption contexts beyond its constraint')] : []),
  ]
}

const widening = (widens: string): GrantMismatch => ({ part: 'child', widens })

const isLooserOnSource = (parent: GrantTerms, child: GrantTerms) =>
  parent.sourceArn !== undefined && child.sourceArn !== parent.sourceArn

/** Every context that the child lets through, the parent lets through too: its pairs decide. */
function isLooserOnContext(parent: GrantTerms, child: GrantTerms): boolean {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = parent
  const exact = child.encryptionContextEquals
  if (equals)
    return (
      exact === undefined ||
      pairMismatches({ operations: new Set(), encryptionContextEquals: equals }, exact).length > 0
    )
  if (!subset) return false
  const least = exact ?? child.encryptionContextSubset ?? new Map()
  return missingPairs('EncryptionContextSubset', subset, least).length > 0
}

function identityMismatch(identity: Decision): readonly GrantMismatch[] {
  if (identity.outcome !== 'implicitly-denied' || identity.missing === 'resource') return []
  return [{ part: 'identity', missing: identity.missing }]
}
