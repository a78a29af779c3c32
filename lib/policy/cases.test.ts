import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { type CompiledPolicy, compileText } from './compile.ts'
import type { PolicyKind } from './decision.ts'
import { evaluate } from './evaluate.ts'
import type { AuthorizationRequest, ConditionContext, GrantInForce, Policies } from './request.ts'

const FILE = 'policy/kms-policy-cases.json'

interface Case {
  id: string
  group: string
  why: string
  expect: string
  doc: string
  note?: string
  principal: string
  action: string
  resource: string
  resourceAccount: string
  keyPolicy: unknown
  identityPolicies: unknown[]
  permissionBoundaryPolicies?: unknown[]
  sessionPolicy?: unknown
  serviceControlPolicies?: unknown[]
  resourceControlPolicies?: unknown[]
  grants: { granteePrincipal: string; operations: string[]; constraints: Constraints | null }[]
  encryptionContext?: Record<string, string>
  context: Record<string, string | string[]>
}

interface Constraints {
  EncryptionContextEquals?: Record<string, string>
  EncryptionContextSubset?: Record<string, string>
}

const FIELDS: ReadonlySet<string> = new Set(
  `id group why expect doc note principal action resource resourceAccount keyPolicy identityPolicies
   permissionBoundaryPolicies sessionPolicy serviceControlPolicies resourceControlPolicies grants encryptionContext
   context`.split(/\s+/),
)
const GRANT_FIELDS: ReadonlySet<string> = new Set(['granteePrincipal', 'operations', 'constraints'])
const CONSTRAINT_FIELDS: ReadonlySet<string> = new Set(['EncryptionContextEquals', 'EncryptionContextSubset'])

function refuseUnknown(value: object, known: ReadonlySet<string>): void {
  for (const name of Object.keys(value)) if (!known.has(name)) throw new Error(`unknown field ${name}`)
}

const OUTCOMES: Readonly<Record<string, string>> = {
  Allowed: 'allowed',
  ImplicitlyDenied: 'implicitly-denied',
  ExplicitlyDenied: 'explicitly-denied',
}

function principalOf(arn: string): Principal {
  const [, partition, service, , account = '', name = ''] = arn.split(':')
  const owner = { account: account as AccountId, arn }
  const [type, role, session = ''] = name.split('/')
  if (name === 'root') return { ...owner, kind: 'root', id: account }
  if (service === 'iam' && type === 'user') return { ...owner, kind: 'user', id: 'AIDAEXAMPLE', name: role ?? '' }
  const roleArn = `arn:${partition}:iam::${account}:role/${role}`
  return { ...owner, kind: 'assumed-role', id: `AROAEXAMPLE:${session}`, roleArn, sessionName: session }
}

function policy(document: unknown, kind: PolicyKind): CompiledPolicy {
  return compileText(kind, JSON.stringify(document), kind)
}

function grantOf(grant: Case['grants'][number], index: number): GrantInForce {
  refuseUnknown(grant, GRANT_FIELDS)
  refuseUnknown(grant.constraints ?? {}, CONSTRAINT_FIELDS)
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = grant.constraints ?? {}
  return {
    id: `grant-${index}`,
    granteePrincipal: grant.granteePrincipal,
    operations: new Set(grant.operations),
    ...(equals && { encryptionContextEquals: new Map(Object.entries(equals)) }),
    ...(subset && { encryptionContextSubset: new Map(Object.entries(subset)) }),
  }
}

function policiesOf(c: Case): Policies {
  const [boundary] = c.permissionBoundaryPolicies ?? []
  return {
    ...(c.keyPolicy !== null && { resource: policy(c.keyPolicy, 'resource-based policy') }),
    identity: c.identityPolicies.map((one) => policy(one, 'identity-based policy')),
    ...(boundary !== undefined && { boundary: policy(boundary, 'permissions boundary') }),
    ...(c.sessionPolicy !== undefined && { session: policy(c.sessionPolicy, 'session policy') }),
    serviceControl: (c.serviceControlPolicies ?? []).map((one) => policy(one, 'service control policy')),
    resourceControl: (c.resourceControlPolicies ?? []).map((one) => policy(one, 'resource control policy')),
    grants: c.grants.map(grantOf),
  }
}

function requestOf(c: Case): AuthorizationRequest {
  const context: ConditionContext = new Map(Object.entries(c.context).map(([key, value]) => [key.toLowerCase(), value]))
  return {
    principal: principalOf(c.principal),
    action: c.action,
    resource: c.resource,
    resourceAccount: c.resourceAccount as AccountId,
    context,
    ...(c.encryptionContext && { encryptionContext: new Map(Object.entries(c.encryptionContext)) }),
  }
}

const cases = hasShared(FILE) ? (readSharedJson(FILE) as { cases: Case[] }).cases : []

describe('the recorded policy cases', () => {
  it.skipIf(!hasShared(FILE))('are all there', () => expect(cases.length).toBeGreaterThanOrEqual(67))

  it.each(cases)('$id: $why → $expect', (c) => {
    refuseUnknown(c, FIELDS)
    expect((c.permissionBoundaryPolicies ?? []).length).toBeLessThanOrEqual(1)
    expect(evaluate(requestOf(c), policiesOf(c)).outcome).toBe(OUTCOMES[c.expect])
  })
})
