import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { type CompiledPolicy, compileText } from './compile.ts'
import type { PolicyKind } from './decision.ts'
import { defaultKeyPolicyText } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import type { GrantInForce, Policies } from './request.ts'

const A = '111122223333' as AccountId
const B = '444455556666' as AccountId
const KEY = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const alice: Principal = {
  kind: 'user',
  account: A,
  arn: `arn:aws:iam::${A}:user/Alice`,
  id: 'AIDAALICE',
  name: 'Alice',
}
const bob: Principal = { kind: 'user', account: B, arn: `arn:aws:iam::${B}:user/Bob`, id: 'AIDABOB', name: 'Bob' }
const session: Principal = {
  kind: 'assumed-role',
  account: A,
  arn: `arn:aws:sts::${A}:assumed-role/App/i-1`,
  id: 'AROAAPP:i-1',
  roleArn: `arn:aws:iam::${A}:role/path/App`,
  sessionName: 'i-1',
}
const linked: Principal = { ...session, roleArn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/Y` }
const logs: Principal = {
  kind: 'service',
  account: A,
  arn: 'logs.amazonaws.com',
  id: 'logs',
  service: 'logs.amazonaws.com',
}

function policy(kind: PolicyKind, ...statements: object[]): CompiledPolicy {
  return compileText(kind, JSON.stringify({ Version: '2012-10-17', Statement: statements }), kind)
}

const anything = { Action: '*', Resource: '*' }
const allow = (principal?: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  ...anything,
  ...more,
})
const deny = (principal?: unknown, more: object = {}) => ({
  Effect: 'Deny',
  Principal: principal,
  ...anything,
  ...more,
})
const keyPolicy = (...statements: object[]) => policy('resource-based policy', ...statements)
const iam = (...statements: object[]) => policy('identity-based policy', ...statements)
const delegating = keyPolicy(allow({ AWS: A }))

const NOTHING: Policies = { identity: [], serviceControl: [], resourceControl: [], grants: [] }

function decide(principal: Principal, policies: Partial<Policies>, action = 'kms:Decrypt', resource = KEY) {
  const request = { principal, action, resource, resourceAccount: A, context: new Map() }
  return evaluate(request, { ...NOTHING, ...policies })
}

describe('delegation', () => {
  it('lets the root user do what the default policy names the account for', () => {
    const resource = compileText('v1', defaultKeyPolicyText(A), 'resource-based policy')
    const delegated = { kind: 'resource-based policy', policy: 'v1', statement: 0, sid: 'Enable IAM User Permissions' }
    expect(decide(rootPrincipal(A), { resource })).toEqual({ outcome: 'allowed', root: true, delegated })
  })

  it('names both halves of an allow', () => {
    const decision = decide(alice, { resource: delegating, identity: [iam(allow())] })
    expect(decision).toEqual({
      outcome: 'allowed',
      by: { kind: 'identity-based policy', policy: 'identity-based policy', statement: 0 },
      delegated: { kind: 'resource-based policy', policy: 'resource-based policy', statement: 0 },
    })
  })

  it('says which half is missing', () => {
    expect(decide(alice, { resource: delegating })).toEqual({
      outcome: 'implicitly-denied',
      missing: 'identity-based policy',
    })
    const closed = keyPolicy(allow({ AWS: bob.arn }))
    const identity = [iam(allow())]
    expect(decide(alice, { resource: closed, identity })).toEqual({
      outcome: 'implicitly-denied',
      missing: 'resource-based policy',
    })
    expect(decide(rootPrincipal(A), { resource: closed }).outcome).toBe('implicitly-denied')
  })

  it('an account in a Deny hits everyone in it, the root user too', () => {
    const resource = keyPolicy(allow({ AWS: '*' }), deny({ AWS: A }))
    expect(decide(rootPrincipal(A), { resource }).outcome).toBe('explicitly-denied')
    expect(decide(alice, { resource }).outcome).toBe('explicitly-denied')
  })
})

describe('operations without a key', () => {
  it.each(['*', `arn:aws:kms:us-east-1:${A}:alias/x`])('are decided by IAM alone: %s', (resource) => {
    expect(decide(alice, { identity: [iam(allow())] }, 'kms:CreateKey', resource).outcome).toBe('allowed')
    expect(decide(alice, {}, 'kms:CreateKey', resource)).toEqual({
      outcome: 'implicitly-denied',
      missing: 'identity-based policy',
    })
    expect(decide(rootPrincipal(A), {}, 'kms:CreateKey', resource)).toEqual({ outcome: 'allowed', root: true })
  })
})

describe('another account', () => {
  const open = keyPolicy(allow({ AWS: B }))
  const identity = [iam(allow())]

  it('needs both sides; its root user brings its own', () => {
    expect(decide(bob, { resource: open, identity }).outcome).toBe('allowed')
    expect(decide(bob, { resource: open })).toEqual({ outcome: 'implicitly-denied', missing: 'identity-based policy' })
    expect(decide(rootPrincipal(B), { resource: open })).toMatchObject({ outcome: 'allowed', root: true })
    expect(decide(bob, { resource: keyPolicy(allow({ AWS: '*' })) }).outcome).toBe('implicitly-denied')
  })

  it('is not told why the owner refuses', () => {
    expect(decide(bob, { resource: delegating, identity })).toEqual({
      outcome: 'implicitly-denied',
      missing: 'resource',
    })
    const resource = keyPolicy(allow({ AWS: B }), deny('*'))
    expect(decide(bob, { resource, identity })).toMatchObject({ outcome: 'explicitly-denied', foreign: true })
    const own = decide(bob, { resource: open, identity: [iam(deny())] })
    expect(own).toMatchObject({ outcome: 'explicitly-denied', by: { kind: 'identity-based policy' } })
    expect(own).not.toHaveProperty('foreign')
  })
})

describe('boundaries and session policies', () => {
  const boundary = policy('permissions boundary', { Effect: 'Allow', Action: 's3:*', Resource: '*' })
  const limit = policy('session policy', { Effect: 'Allow', Action: 's3:*', Resource: '*' })

  it('do not limit an allow that names the user or the session itself', () => {
    expect(decide(alice, { resource: keyPolicy(allow({ AWS: alice.arn })), boundary }).outcome).toBe('allowed')
    expect(decide(session, { resource: keyPolicy(allow({ AWS: session.arn })), session: limit }).outcome).toBe(
      'allowed',
    )
  })

  it('limit an allow that names the role, everyone, or the account', () => {
    const role = keyPolicy(allow({ AWS: session.roleArn }))
    expect(decide(session, { resource: role }).outcome).toBe('allowed')
    expect(decide(session, { resource: role, session: limit })).toEqual({
      outcome: 'implicitly-denied',
      missing: 'session policy',
    })
    const missing = { outcome: 'implicitly-denied', missing: 'permissions boundary' }
    expect(decide(alice, { resource: keyPolicy(allow('*')), boundary })).toEqual(missing)
    expect(decide(alice, { resource: delegating, identity: [iam(allow())], boundary })).toEqual(missing)
  })

  it('deny explicitly even what names the user itself', () => {
    const denying = policy('permissions boundary', deny())
    const decision = decide(alice, { resource: keyPolicy(allow({ AWS: alice.arn })), boundary: denying })
    expect(decision).toMatchObject({ outcome: 'explicitly-denied', by: { kind: 'permissions boundary' } })
  })
})

describe('organisation policies', () => {
  const only = (kind: PolicyKind, action: string) =>
    policy(kind, {
      Effect: 'Allow',
      Action: action,
      Resource: '*',
      ...(kind === 'resource control policy' && { Principal: '*' }),
    })
  const resource = keyPolicy(allow('*'))

  it('are ceilings', () => {
    const missing = (kind: PolicyKind) => ({ outcome: 'implicitly-denied', missing: kind })
    const serviceControl = [only('service control policy', 's3:*')]
    const resourceControl = [only('resource control policy', 's3:*')]
    expect(decide(alice, { resource, serviceControl })).toEqual(missing('service control policy'))
    expect(decide(alice, { resource, resourceControl })).toEqual(missing('resource control policy'))
    expect(decide(rootPrincipal(A), { resource, serviceControl })).toEqual(missing('service control policy'))
    const both = { serviceControl: [...serviceControl, only('service control policy', 'kms:*')] }
    expect(decide(alice, { resource, ...both }).outcome).toBe('allowed')
  })

  it('spare service-linked roles; those of the caller spare services, those of the resource do not', () => {
    const resourceControl = [policy('resource control policy', deny('*'))]
    const serviceControl = [policy('service control policy', deny())]
    expect(decide(alice, { resource, resourceControl }).outcome).toBe('explicitly-denied')
    expect(decide(linked, { resource, resourceControl, serviceControl }).outcome).toBe('allowed')
    expect(decide(logs, { resource, serviceControl }).outcome).toBe('allowed')
    expect(decide(logs, { resource, resourceControl }).outcome).toBe('explicitly-denied')
  })

  it('of the resource spare RetireGrant and AWS managed keys', () => {
    const resourceControl = [policy('resource control policy', deny('*'))]
    const grants = [{ id: 'g', granteePrincipal: alice.arn, operations: new Set(['RetireGrant']) }]
    expect(decide(alice, { resource, resourceControl, grants }, 'kms:RetireGrant').outcome).toBe('allowed')
    const context = new Map()
    const request = { principal: alice, action: 'kms:Decrypt', resource: KEY, resourceAccount: A, context }
    const policies = { ...NOTHING, resource, resourceControl }
    expect(evaluate(request, policies).outcome).toBe('explicitly-denied')
    expect(evaluate({ ...request, awsManaged: true }, policies).outcome).toBe('allowed')
  })
})

describe('the policy of a VPC endpoint', () => {
  const resource = keyPolicy(allow({ AWS: alice.arn }))
  const endpoint = (...statements: object[]) => policy('VPC endpoint policy', ...statements)

  it('is one more ceiling, whatever allows', () => {
    expect(decide(alice, { resource, endpoint: endpoint(allow('*')) }).outcome).toBe('allowed')
    const missing = { outcome: 'implicitly-denied', missing: 'VPC endpoint policy' }
    expect(decide(alice, { resource, endpoint: endpoint(allow({ AWS: bob.arn })) })).toEqual(missing)
    expect(decide(rootPrincipal(A), { endpoint: endpoint(allow({ AWS: bob.arn })) }, 'kms:CreateKey')).toEqual(missing)
  })

  it('denies explicitly', () => {
    const denied = decide(alice, { resource, endpoint: endpoint(allow('*'), deny('*')) })
    expect(denied).toMatchObject({ outcome: 'explicitly-denied', by: { kind: 'VPC endpoint policy' } })
  })
})

describe('RetireGrant', () => {
  const retirable = (more: Partial<GrantInForce> = {}): GrantInForce => ({
    id: 'g',
    granteePrincipal: bob.arn,
    operations: new Set(['Decrypt']),
    issuingAccount: A,
    ...more,
  })
  const decideRetire = (principal: Principal, retires: GrantInForce, policies: Partial<Policies>) =>
    evaluate(
      { principal, action: 'kms:RetireGrant', resource: KEY, resourceAccount: A, context: new Map(), retires },
      { ...NOTHING, ...policies },
    ).outcome

  it('follows from the grant, whatever the key policy says', () => {
    const denying = keyPolicy(deny('*'))
    expect(decideRetire(alice, retirable({ retiringPrincipal: alice.arn }), { resource: denying })).toBe('allowed')
    expect(decideRetire(bob, retirable({ operations: new Set(['RetireGrant']) }), { resource: denying })).toBe(
      'allowed',
    )
    expect(decideRetire(bob, retirable(), { resource: keyPolicy(allow('*')) })).toBe('implicitly-denied')
  })

  it('is also for the issuing account, by its IAM policies, which may deny it to anyone', () => {
    const identity = [iam(allow())]
    expect(decideRetire(alice, retirable(), { resource: delegating, identity })).toBe('allowed')
    expect(decideRetire(alice, retirable({ issuingAccount: B }), { identity })).toBe('implicitly-denied')
    expect(decideRetire(alice, retirable({ retiringPrincipal: alice.arn }), { identity: [iam(deny())] })).toBe(
      'explicitly-denied',
    )
  })
})

describe('kms:ResourceAliases', () => {
  const onAlias = { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } } }
  const decideWith = (aliases: string[], policies: Partial<Policies>) =>
    evaluate(
      {
        principal: alice,
        action: 'kms:Decrypt',
        resource: KEY,
        resourceAccount: A,
        context: new Map([['kms:resourcealiases', aliases]]),
      },
      { ...NOTHING, ...policies },
    ).outcome

  it('counts in IAM policies, not in key policies', () => {
    expect(decideWith(['alias/a'], { resource: delegating, identity: [iam(allow(undefined, onAlias))] })).toBe(
      'allowed',
    )
    expect(decideWith(['alias/a'], { resource: keyPolicy(allow('*', onAlias)) })).toBe('implicitly-denied')
  })

  it('allows nothing on a key with more aliases than its quota', () => {
    const many = Array.from({ length: 51 }, (_, i) => `alias/${i === 0 ? 'a' : i}`)
    const identity = [iam(allow(undefined, onAlias))]
    expect(decideWith(many.slice(0, 50), { resource: delegating, identity })).toBe('allowed')
    expect(decideWith(many, { resource: delegating, identity })).toBe('implicitly-denied')
    expect(decideWith(many, { resource: delegating, identity: [iam(allow()), iam(deny(undefined, onAlias))] })).toBe(
      'explicitly-denied',
    )
  })
})

describe('a resource of another account', () => {
  it('that has no policy is unknown', () => {
    const decision = decide(bob, { identity: [iam(allow())] })
    expect(decision).toEqual({ outcome: 'implicitly-denied', missing: 'resource' })
  })
})

describe('grants', () => {
  const grant = (granteePrincipal: string, more: Partial<GrantInForce> = {}): GrantInForce => ({
    id: 'g',
    granteePrincipal,
    operations: new Set(['Decrypt', 'DescribeKey']),
    ...more,
  })
  const resource = delegating

  it('allow by themselves, across accounts too, for their operations only', () => {
    expect(decide(bob, { resource, grants: [grant(bob.arn)] })).toEqual({ outcome: 'allowed', grant: 'g' })
    expect(decide(bob, { resource, grants: [grant(bob.arn)] }, 'kms:Encrypt').outcome).toBe('implicitly-denied')
    expect(decide(session, { resource, grants: [grant(session.roleArn)] }).outcome).toBe('allowed')
  })

  it('never beat a deny', () => {
    const denying = keyPolicy(deny({ AWS: alice.arn }))
    expect(decide(alice, { resource: denying, grants: [grant(alice.arn)] }).outcome).toBe('explicitly-denied')
  })

  it('to an account need IAM as well, but for its root user', () => {
    const grants = [grant(`arn:aws:iam::${B}:root`)]
    expect(decide(bob, { resource, grants }).outcome).toBe('implicitly-denied')
    expect(decide(bob, { resource, grants, identity: [iam(allow())] })).toEqual({ outcome: 'allowed', grant: 'g' })
    expect(decide(rootPrincipal(B), { resource, grants }).outcome).toBe('allowed')
  })

  it('bind only operations with an encryption context by their constraints', () => {
    const grants = [grant(alice.arn, { encryptionContextEquals: new Map([['a', '1']]) })]
    expect(decide(alice, { resource, grants }).outcome).toBe('implicitly-denied')
    expect(decide(alice, { resource, grants }, 'kms:DescribeKey').outcome).toBe('allowed')
  })
})

describe('principals', () => {
  it.each<[string, Principal, unknown, boolean]>([
    ['a user by unique id', alice, { AWS: 'AIDAALICE' }, true],
    ['a role by unique id', session, { AWS: 'AROAAPP' }, true],
    ['a service', logs, { Service: 'logs.amazonaws.com' }, true],
    ['another service', logs, { Service: 's3.amazonaws.com' }, false],
    ['a service by account', logs, { AWS: A }, false],
    ['a user as a federated principal', alice, { Federated: alice.arn }, false],
    ['a user by part of its ARN', alice, { AWS: `arn:aws:iam::${A}:user` }, false],
  ])('%s', (_, principal, named, allowed) => {
    expect(decide(principal, { resource: keyPolicy(allow(named)) }).outcome === 'allowed').toBe(allowed)
  })

  it.each<[string, Principal, unknown[], boolean]>([
    ['user and account listed', alice, [alice.arn, A], true],
    ['only the user listed', alice, [alice.arn], false],
    ['only the account listed', alice, [A], false],
    ['root user, account listed', rootPrincipal(A), [A], true],
    ['session without its role', session, [session.arn, A], false],
    ['session, role and account', session, [session.arn, session.roleArn, A], true],
  ])('Deny with NotPrincipal spares no more than it must: %s', (_, principal, listed, spared) => {
    const denying = { Effect: 'Deny', NotPrincipal: { AWS: listed }, ...anything }
    expect(decide(principal, { resource: keyPolicy(allow('*'), denying) }).outcome === 'allowed').toBe(spared)
  })

  it('Allow with NotPrincipal never reaches who is named in any way', () => {
    const allowing = (value: string) => keyPolicy({ Effect: 'Allow', NotPrincipal: { AWS: value }, ...anything })
    expect(decide(alice, { resource: allowing(A) }).outcome).toBe('implicitly-denied')
    expect(decide(alice, { resource: allowing(bob.arn) }).outcome).toBe('allowed')
  })
})

describe('statements', () => {
  it('without action or resource do nothing', () => {
    const resource = keyPolicy(
      { Effect: 'Deny', Principal: '*', Action: '*' },
      { Effect: 'Allow', Principal: '*', Resource: '*' },
    )
    expect(decide(alice, { resource }).outcome).toBe('implicitly-denied')
  })

  it.each<[string, object, boolean]>([
    ['a wildcard across colons', { Resource: 'arn:aws:kms:*:key/*' }, false],
    ['an incomplete ARN', { Resource: 'arn:aws:kms:us-east-1' }, true],
    ['NotResource of another key', { Resource: undefined, NotResource: `${KEY}x` }, true],
    ['NotResource of this key', { Resource: undefined, NotResource: KEY }, false],
    ['a variable', { Resource: `arn:aws:kms:us-east-1:\${aws:principalaccount, '${A}'}:key/*` }, true],
    ['an unknown variable', { Resource: `arn:aws:kms:us-east-1:\${aws:nothing}:key/*` }, false],
  ])('resource: %s', (_, change, allowed) => {
    const identity = [iam(allow(undefined, change))]
    expect(decide(alice, { resource: delegating, identity }).outcome === 'allowed').toBe(allowed)
  })
})
