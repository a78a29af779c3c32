import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { findGrant, maySurrender, namesInGrants } from './grants.ts'
import type { AuthorizationRequest, GrantInForce, GrantTerms } from './request.ts'

const A = '111122223333' as AccountId
const B = '444455556666' as AccountId
const ROLE = `arn:aws:iam::${A}:role/path/App`
const SOURCE = `arn:aws:rds:us-east-1:${A}:db:x`
const alice: Principal = {
  kind: 'user',
  account: A,
  arn: `arn:aws:iam::${A}:user/Alice`,
  id: 'AIDAALICE',
  name: 'Alice',
}
const session: Principal = {
  kind: 'assumed-role',
  account: A,
  arn: `arn:aws:sts::${A}:assumed-role/App/i-1`,
  id: 'AROAAPP:i-1',
  roleArn: ROLE,
  sessionName: 'i-1',
}
const service: Principal = {
  kind: 'service',
  account: A,
  arn: 'rds.amazonaws.com',
  id: 'rds',
  service: 'rds.amazonaws.com',
}

const pairs = (...entries: [string, string][]) => new Map(entries)
const grantTo = (granteePrincipal: string, more: Partial<GrantInForce> = {}): GrantInForce => ({
  id: 'g',
  granteePrincipal,
  operations: new Set(['Decrypt', 'CreateGrant', 'DescribeKey']),
  ...more,
})
const request = (principal: Principal, more: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  principal,
  action: 'kms:Decrypt',
  resource: `arn:aws:kms:us-east-1:${A}:key/k`,
  resourceAccount: A,
  context: new Map(),
  ...more,
})
const allows = (grant: GrantInForce, asked: AuthorizationRequest, delegated = false) =>
  findGrant([grant], asked, delegated) === grant

describe('a grant', () => {
  it.each<[string, string, Principal, 'itself' | 'by delegation' | 'never']>([
    ['a user', alice.arn, alice, 'itself'],
    ['the unique id of a user', alice.id, alice, 'itself'],
    ['a role', ROLE, session, 'itself'],
    ['the unique id of a role', 'AROAAPP', session, 'itself'],
    ['a session', session.arn, session, 'itself'],
    ['another session of the role', `${session.arn}2`, session, 'never'],
    ['a service', 'rds.amazonaws.com', service, 'itself'],
    ['another service', 's3.amazonaws.com', service, 'never'],
    ['an account, of its root user', `arn:aws:iam::${A}:root`, rootPrincipal(A), 'itself'],
    ['an account by its number, of its root user', A, rootPrincipal(A), 'itself'],
    ['an account, of its users', `arn:aws:iam::${A}:root`, alice, 'by delegation'],
    ['an account, of its sessions', A, session, 'by delegation'],
    ['an account, of services that call for it', A, service, 'never'],
    ['another account', `arn:aws:iam::${B}:root`, rootPrincipal(A), 'never'],
    ['another user', `arn:aws:iam::${A}:user/alice`, alice, 'never'],
    ['a wildcard', `arn:aws:iam::${A}:user/*`, alice, 'never'],
  ])('to %s: %s speaks for %o %s', (_, grantee, principal, how) => {
    const grant = grantTo(grantee)
    expect(allows(grant, request(principal))).toBe(how === 'itself')
    expect(allows(grant, request(principal), true)).toBe(how !== 'never')
    if (how !== 'never') expect(namesInGrants(principal)).toContain(grantee)
  })

  it('allows its operations only, by their exact names', () => {
    const grant = grantTo(alice.arn)
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:RetireGrant', 'kms:*', 'kms:decrypt']) {
      expect(allows(grant, request(alice, { action }))).toBe(false)
    }
  })

  it('is the first of several that allows', () => {
    const narrow = grantTo(alice.arn, { id: 'narrow', encryptionContextEquals: pairs(['a', '1']) })
    const wide = grantTo(alice.arn, { id: 'wide' })
    const found = (encryptionContext: ReadonlyMap<string, string>) =>
      findGrant([narrow, wide], request(alice, { encryptionContext }), false)?.id
    expect([found(pairs(['a', '1'])), found(pairs(['a', '2']))]).toEqual(['narrow', 'wide'])
  })

  it('with SourceArn binds calls of services to that resource, and no others', () => {
    const from = (arn?: string) => request(service, { context: arn ? new Map([['aws:sourcearn', arn]]) : new Map() })
    const bound = grantTo('rds.amazonaws.com', { sourceArn: SOURCE })
    expect([allows(bound, from(SOURCE)), allows(bound, from(`${SOURCE}y`)), allows(bound, from())]).toEqual([
      true,
      false,
      false,
    ])
    const direct = grantTo(alice.arn, { sourceArn: SOURCE })
    expect(allows(direct, request(alice))).toBe(true)
    expect(allows(direct, request(alice, { context: new Map([['aws:viaawsservice', 'true']]) }))).toBe(false)
  })
})

describe('what a grantee hands on', () => {
  const terms = (operations: string[], more: Partial<GrantTerms> = {}): GrantTerms => ({
    operations: new Set(operations),
    ...more,
  })
  const covers = (parent: Partial<GrantInForce>, child: GrantTerms) =>
    allows(grantTo(alice.arn, parent), request(alice, { action: 'kms:CreateGrant', asksFor: child }))
  const [one, other, both] = [pairs(['a', '1']), pairs(['a', '2']), pairs(['a', '1'], ['b', '2'])]

  it('is none of the operations that it lacks', () => {
    expect(covers({}, terms(['Decrypt', 'CreateGrant']))).toBe(true)
    expect(covers({}, terms(['Decrypt', 'Encrypt']))).toBe(false)
    expect(covers({ operations: new Set(['Decrypt']) }, terms(['Decrypt']))).toBe(false)
  })

  it.each<[string, Partial<GrantTerms>, Partial<GrantTerms>, boolean]>([
    ['nothing under nothing', {}, {}, true],
    ['a constraint under nothing', {}, { encryptionContextSubset: one }, true],
    ['nothing under a subset', { encryptionContextSubset: one }, {}, false],
    ['the same subset', { encryptionContextSubset: one }, { encryptionContextSubset: one }, true],
    ['a narrower subset', { encryptionContextSubset: one }, { encryptionContextSubset: both }, true],
    ['a wider subset', { encryptionContextSubset: both }, { encryptionContextSubset: one }, false],
    ['another subset', { encryptionContextSubset: one }, { encryptionContextSubset: other }, false],
    ['equality within a subset', { encryptionContextSubset: one }, { encryptionContextEquals: both }, true],
    ['equality outside a subset', { encryptionContextSubset: one }, { encryptionContextEquals: other }, false],
    ['nothing under equality', { encryptionContextEquals: one }, {}, false],
    ['the same equality', { encryptionContextEquals: one }, { encryptionContextEquals: new Map(one) }, true],
    ['more under equality', { encryptionContextEquals: one }, { encryptionContextEquals: both }, false],
    ['a subset under equality', { encryptionContextEquals: one }, { encryptionContextSubset: one }, false],
    ['nothing under a source', { sourceArn: SOURCE }, {}, false],
    ['the same source', { sourceArn: SOURCE }, { sourceArn: SOURCE }, true],
    ['another source', { sourceArn: SOURCE }, { sourceArn: `${SOURCE}y` }, false],
  ])('%s: %o under %o', (_, parent, child, allowed) => {
    expect(covers(parent, terms(['Decrypt'], child))).toBe(allowed)
  })
})

describe('who may end a grant', () => {
  const retiring = grantTo(alice.arn, { retiringPrincipal: session.arn })

  it('is its retiring principal, and its grantee where it says so', () => {
    expect(maySurrender(retiring, session, false)).toBe(true)
    expect(maySurrender(retiring, alice, false)).toBe(false)
    const own = grantTo(alice.arn, { operations: new Set(['RetireGrant']) })
    expect([maySurrender(own, alice, false), maySurrender(own, session, false)]).toEqual([true, false])
  })

  it('is a retiring role in all of its sessions', () => {
    expect(maySurrender(grantTo(alice.arn, { retiringPrincipal: ROLE }), session, false)).toBe(true)
  })

  it('is a retiring account by its root user, by others with delegation', () => {
    const byAccount = grantTo(alice.arn, { retiringPrincipal: `arn:aws:iam::${A}:root` })
    expect(maySurrender(byAccount, rootPrincipal(A), false)).toBe(true)
    expect([maySurrender(byAccount, session, false), maySurrender(byAccount, session, true)]).toEqual([false, true])
    expect(maySurrender(byAccount, rootPrincipal(B), true)).toBe(false)
  })
})

describe('the names under which a caller may be granted', () => {
  it('are itself, its role and its account, in the caller’s partition', () => {
    expect(namesInGrants(session)).toEqual([session.arn, session.id, ROLE, 'AROAAPP', A, `arn:aws:iam::${A}:root`])
    expect(namesInGrants(rootPrincipal(A))).toEqual([`arn:aws:iam::${A}:root`, A])
    expect(namesInGrants(rootPrincipal(A, 'aws-cn'))).toContain(`arn:aws-cn:iam::${A}:root`)
  })

  it('of a service are its name alone', () => {
    expect(namesInGrants(service)).toEqual(['rds.amazonaws.com'])
  })
})
