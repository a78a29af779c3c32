import { describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { checkIdentityPolicy, checkTrustPolicy } from './policy-document.ts'

const identity = (statement: object, more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }], ...more })
const ok = { Action: 'kms:Encrypt', Resource: '*' }

describe('a policy of an identity', () => {
  it.each([
    ['is not JSON', '{', 'This policy contains invalid Json'],
    ['has no statements', '{"Version":"2012-10-17","Statement":[]}', 'Syntax errors in policy.'],
    ['has a wrong effect', identity({ ...ok, Effect: 'Maybe' }), 'Syntax errors in policy.'],
    ['has a wrong version', identity(ok, { Version: '2030-01-01' }), 'Syntax errors in policy.'],
    ['names a principal', identity({ ...ok, Principal: '*' }), 'Policy document should not specify a principal.'],
    ['names no action', identity({ Resource: '*' }), 'Policy statement must contain actions.'],
    ['names no resource', identity({ Action: 'kms:*' }), 'Policy statement must contain resources.'],
    ['has a Sid with a space', identity({ ...ok, Sid: 'a b' }), /^Statement IDs \(SID\) must be alpha-numeric\./],
    ['has an action of no service', identity({ ...ok, Action: 'Encrypt' }), /must be prefaced by a vendor/],
    ['has a condition on no service', identity({ ...ok, Condition: { Bool: { a: true } } }), /prefaced by a vendor/],
    [
      'has a resource of another form',
      identity({ ...ok, Resource: 'key/1' }),
      'Resource key/1 must be in ARN format or "*".',
    ],
  ])('that %s is refused', (_, text, message) => {
    expect(() => checkIdentityPolicy(text)).toThrow(message)
  })

  it('is refused when two statements have the same Sid', () => {
    const statement = { Sid: 'a', Effect: 'Allow', ...ok }
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement, statement] })
    expect(() => checkIdentityPolicy(text)).toThrow('Statement IDs (SID) in a single policy must be unique.')
  })

  it.each([
    identity(ok),
    identity({ Action: '*', NotResource: 'arn:aws:kms:*:*:key/*' }),
    identity({ ...ok, Resource: `arn:aws:s3:::bucket/\${aws:username}/*` }),
    identity({ ...ok, Condition: { StringEquals: { 'kms:EncryptionContext:a b': 'x', 'aws:ResourceTag/team': 'y' } } }),
  ])('is taken: %s', (text) => {
    expect(() => checkIdentityPolicy(text)).not.toThrow()
  })
})

describe('a trust policy', () => {
  const identities = {
    principalExists: async (_: string, arn: string) =>
      (arn.endsWith('/gone') ? 'missing' : 'exists') as 'missing' | 'exists',
  }
  const trust = (more: object) => identity({ Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', ...more })
  const problem = (text: string) =>
    checkTrustPolicy(text, MAIN_SANDBOX, identities).then(
      () => 'taken',
      (error: unknown) => (isServiceError(error) ? `${error.code}: ${error.message}` : String(error)),
    )

  it.each([
    [{ Principal: undefined }, 'Missing required field Principal'],
    [{ Action: 'kms:Encrypt' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [{ Resource: '*' }, 'Has prohibited field Resource'],
    [
      { Principal: { AWS: 'arn:aws:iam::111122223333:user/gone' } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/gone"',
    ],
    [{ Principal: { AWS: 'nobody' } }, 'Invalid principal in policy: "AWS":"nobody"'],
  ])('is refused with %j', async (more, message) => {
    expect(await problem(trust(more))).toBe(`MalformedPolicyDocument: ${message}`)
  })

  it.each([
    {},
    { Principal: '*' },
    { Principal: { Service: 'ec2.amazonaws.com' } },
    { Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: { 'sts:ExternalId': 'a' } } },
  ])('is taken with %j', async (more) => {
    expect(await problem(trust(more))).toBe('taken')
  })
})
