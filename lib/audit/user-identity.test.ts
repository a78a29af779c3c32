import { describe, expect, it } from 'vitest'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import type { CredentialFacts } from './user-identity.ts'
import { foreignIdentity, userIdentity } from './user-identity.ts'

const account = '111122223333' as AccountId
const root = rootPrincipal(account)
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/Alice`,
  id: 'AIDA1',
  name: 'Alice',
}
const session: Principal = {
  kind: 'assumed-role',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/Admins/Alice`,
  id: 'AROAEXAMPLE:Alice',
  roleArn: `arn:aws:iam::${account}:role/team/Admins`,
  sessionName: 'Alice',
}
const federated: Principal = {
  kind: 'federated-user',
  account,
  arn: `arn:aws:sts::${account}:federated-user/F`,
  id: `${account}:F`,
  name: 'F',
}
const service: Principal = {
  kind: 'service',
  account,
  arn: 's3.amazonaws.com',
  id: 's3.amazonaws.com',
  service: 's3.amazonaws.com',
}

const longTerm: CredentialFacts = { accessKeyId: 'AKIA1' }
const issuedAt = Date.parse('2026-11-23T19:00:00Z') as EpochMillis
const temporary: CredentialFacts = { accessKeyId: 'ASIA1', session: { issuedAt, mfa: false } }
const attributes = { creationDate: '2026-11-23T19:00:00Z', mfaAuthenticated: 'false' }
const common = ({ id: principalId, arn, account: accountId }: Principal) => ({ principalId, arn, accountId })

describe('userIdentity', () => {
  it.each<[string, Principal, object]>([
    ['the root user', root, { type: 'Root', ...common(root), accessKeyId: 'AKIA1' }],
    ['a user', alice, { type: 'IAMUser', ...common(alice), accessKeyId: 'AKIA1', userName: 'Alice' }],
    ['a service', service, { type: 'AWSService', invokedBy: 's3.amazonaws.com' }],
  ])('of %s with a long-term access key has no session context', (_, principal, expected) => {
    expect(userIdentity(principal, longTerm)).toEqual(expected)
  })

  it.each<[string, Principal, object]>([
    ['the root user', root, { type: 'Root' }],
    ['a user', alice, { type: 'IAMUser', userName: 'Alice' }],
    ['a federated user', federated, { type: 'FederatedUser' }],
  ])('of %s with temporary credentials tells when they were issued', (_, principal, more) => {
    const sessionContext = { attributes }
    expect(userIdentity(principal, temporary)).toEqual({
      ...{ ...common(principal), ...more, accessKeyId: 'ASIA1', sessionContext },
    })
    const mfa = { session: { issuedAt, mfa: true } }
    expect(userIdentity(principal, mfa)).toMatchObject({ sessionContext: { attributes: { mfaAuthenticated: 'true' } } })
  })

  it('of a session of a role names the role that issued it', () => {
    const sessionIssuer = {
      ...{ type: 'Role', principalId: 'AROAEXAMPLE', accountId: account, userName: 'Admins' },
      arn: `arn:aws:iam::${account}:role/team/Admins`,
    }
    expect(userIdentity(session, temporary)).toEqual({
      ...{ type: 'AssumedRole', ...common(session), accessKeyId: 'ASIA1' },
      sessionContext: { attributes, sessionIssuer },
    })
    const behind = { session: { issuedAt, mfa: false, sourceIdentity: 'ann' } }
    expect(userIdentity(session, behind)).toMatchObject({ sessionContext: { sessionIssuer, sourceIdentity: 'ann' } })
  })

  it('names the service that makes the call for its principal, or goes on with it', () => {
    const forwarded = { session: { issuedAt, mfa: false, via: 'ec2' } }
    expect(userIdentity(alice, forwarded)).toMatchObject({ invokedBy: 'ec2.amazonaws.com' })
    expect(userIdentity(alice, { invokedBy: 'kms.amazonaws.com' })).toMatchObject({ invokedBy: 'kms.amazonaws.com' })
  })
})

describe('the identity in the log of another account', () => {
  it.each([root, alice, session, federated])('of $kind is its account and its unique id', (principal) => {
    const expected = { type: 'AWSAccount', accountId: account, principalId: principal.id }
    expect(foreignIdentity(principal, temporary)).toEqual(expected)
    const forwarded = { session: { issuedAt, mfa: false, via: 'ec2' } }
    expect(foreignIdentity(principal, forwarded)).toEqual({ ...expected, invokedBy: 'ec2.amazonaws.com' })
  })

  it('of a service is that service', () => expect(foreignIdentity(service)).toEqual(userIdentity(service)))
})

const FILE = 'aws/cloudtrail-events.json'

describe.skipIf(!hasShared(FILE))('beside every example of AWS', () => {
  /** Facts of those who stand in the examples, by the type and the session context that they have there. */
  const ours = (sample: Sample): object => {
    if (sample.type === 'AssumedRole') return userIdentity(session, temporary)
    const facts = sample.sessionContext ? temporary : longTerm
    const by = sample.invokedBy === undefined ? {} : { invokedBy: sample.invokedBy }
    return userIdentity(alice, { ...facts, ...by })
  }

  const samples = hasShared(FILE) ? identitiesIn(readSharedJson(FILE)).filter(({ type }) => type !== undefined) : []

  it('the members are the same, down to the last one', () => {
    expect(samples.length).toBeGreaterThan(50)
    for (const sample of samples) expect(pathsOf(ours(sample))).toEqual(pathsOf(sample))
  })
})

interface Sample {
  readonly type?: string
  readonly sessionContext?: object
  readonly invokedBy?: string
}

/** Every `userIdentity` in a value, however deep. */
function identitiesIn(value: unknown): readonly Sample[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'userIdentity' ? [member as Sample] : identitiesIn(member),
  )
}

function pathsOf(value: object, prefix = ''): readonly string[] {
  return Object.entries(value)
    .flatMap(([name, member]) =>
      typeof member === 'object' ? pathsOf(member, `${prefix}${name}.`) : [`${prefix}${name}`],
    )
    .sort()
}
