import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { awsManagedPolicyText, defaultKeyPolicyText } from '../../default-policy.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import { nearest } from './suggest.ts'

const account = '111122223333' as AccountId
const arn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const key = { arn, account }
const ALICE = `arn:aws:iam::${account}:user/Alice`
const delegating = { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }

type Change = Record<string, unknown>

/** Findings on a second statement beside one that keeps control of the key. */
function onStatement(change: Change, more: Change = {}): readonly Finding[] {
  const statement = { Effect: 'Allow', Principal: { AWS: ALICE }, Action: 'kms:Decrypt', Resource: '*', ...change }
  return lint(JSON.stringify({ Version: '2012-10-17', Statement: [delegating, statement], ...more }), { key })
}

function onIam(change: Change): readonly Finding[] {
  const statement = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: arn, ...change }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  return lint(text, { kind: 'identity-based policy' })
}

const onCondition = (operator: string, name: string, value: unknown, change: Change = {}) =>
  onStatement({ Condition: { [operator]: { [name]: value } }, ...change })

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code)

describe('nothing is found in', () => {
  it('the default key policy', () => expect(lint(defaultKeyPolicyText(account), { key })).toEqual([]))

  it('the key policy of an AWS managed key, but that nobody can change it', () => {
    const viaService = 'ec2.us-east-1.amazonaws.com'
    const text = awsManagedPolicyText({ name: 'ebs', account, partition: 'aws', viaService })
    expect(codes(lint(text, { key }))).toEqual(['no-administrator'])
  })

  it('a plain statement', () => expect(onStatement({})).toEqual([]))
  it('a plain IAM policy', () => expect(onIam({})).toEqual([]))
})

describe('a key policy statement', () => {
  const pinned = { Condition: { StringEquals: { 'kms:CallerAccount': account } } }
  it.each<[string, Change, string[]]>([
    ['for everyone', { Principal: '*' }, ['public-access']],
    ['for everyone of the account', { Principal: '*', ...pinned }, []],
    [
      'for everyone of an organisation',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      [],
    ],
    [
      'for everyone but an account',
      { Principal: '*', Condition: { StringNotEquals: { 'kms:CallerAccount': account } } },
      ['wildcard-principal'],
    ],
    [
      'for everyone over TLS',
      { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': true } } },
      ['wildcard-principal'],
    ],
    [
      'for any account',
      { Principal: '*', Condition: { StringLike: { 'kms:CallerAccount': '*' } } },
      ['wildcard-principal'],
    ],
    [
      'for everyone with ForAllValues',
      { Principal: '*', Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o' } } },
      ['wildcard-principal', 'for-all-values-single'],
    ],
    ['that denies everyone', { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion' }, []],
    ['that allows by NotPrincipal', { Principal: undefined, NotPrincipal: { AWS: ALICE } }, ['not-principal-allow']],
    [
      'that denies by NotPrincipal',
      { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: [ALICE, account] } },
      ['not-principal-deny'],
    ],
    [
      'with a wildcard in a principal',
      { Principal: { AWS: `arn:aws:iam::${account}:user/*` } },
      ['wildcard-in-principal'],
    ],
    ['with half an ARN', { Principal: { AWS: 'user/Alice' } }, ['invalid-principal']],
    [
      'for a federated user',
      { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
      ['unsupported-principal-type'],
    ],
    ['on an action that is not there', { Action: 'kms:Decrpt' }, ['unknown-action']],
    ['on half an action', { Action: 'kms:ReEncrypt' }, ['unknown-action']],
    ['on a pattern that fits nothing', { Action: 'kms:*Foo' }, ['unknown-action']],
    ['on another service', { Action: ['kms:Decrypt', 's3:GetObject'] }, ['action-of-other-service']],
    ['on an operation without a key', { Action: ['kms:CreateKey', 'kms:List*'] }, ['action-without-effect']],
    ['on RetireGrant', { Action: 'kms:RetireGrant' }, ['action-without-effect']],
    ['that allows by NotAction', { Action: undefined, NotAction: 'kms:PutKeyPolicy' }, ['not-action-allow']],
    ['without an action', { Action: undefined }, ['ineffective-statement']],
    ['without a resource', { Resource: undefined }, ['ineffective-statement']],
    ['on another key', { Resource: `${arn}0` }, ['resource-of-other-key']],
    ['on this key by ARN', { Resource: arn }, []],
    [
      'on an alias',
      { Resource: `arn:aws:kms:us-east-1:${account}:alias/a` },
      ['resource-of-other-key', 'alias-as-resource'],
    ],
  ])('%s', (_, change, expected) => expect(codes(onStatement(change))).toEqual(expected))
})

describe('a condition', () => {
  it.each<[string, string, unknown, string[]]>([
    ['StringEquals', 'kms:ViaServices', 's3.us-east-1.amazonaws.com', ['unknown-condition-key']],
    ['StringEquals', 'KMS:viaservice', 's3.us-east-1.amazonaws.com', []],
    ['StringEquals', 'kms:EncryptionContext:AppName', 'x', []],
    ['StringEquals', 'my:key', 'x', []],
    ['StringEquals', 'kms:CustomerMasterKeySpec', 'RSA_2048', ['deprecated-condition-key']],
    ['ForAnyValue:StringEquals', 'kms:ResourceAliases', 'alias/a', ['iam-only-condition-key']],
    ['ForAllValues:StringEquals', 'kms:CallerAccount', account, ['for-all-values-single']],
    ['ForAllValues:StringEquals', 'kms:EncryptionContextKeys', ['a'], ['for-all-values-allow']],
    ['StringEquals', 'kms:EncryptionContextKeys', 'a', ['missing-quantifier']],
    ['Null', 'kms:EncryptionContextKeys', false, []],
    ['StringEquals', 'kms:RotationPeriodInDays', '90', ['operator-type']],
    ['NumericLessThan', 'kms:RotationPeriodInDays', 90, []],
    ['NumericLessThan', 'kms:KeySpec', 'x', ['invalid-value', 'operator-type']],
    ['NumericLessThan', 'kms:ValidTo', '1767225600', []],
    ['StringEquals', 'aws:SourceIp', '192.0.2.0', ['operator-type']],
    ['StringEquals', 'aws:PrincipalArn', ALICE, []],
    ['Bool', 'aws:SecureTransport', 'yes', ['invalid-value']],
    ['IpAddress', 'aws:SourceIp', '192.0.2.0/33', ['invalid-value']],
    ['DateLessThan', 'aws:CurrentTime', 'tomorrow', ['invalid-value']],
    ['Null', 'kms:ViaService', 'maybe', ['invalid-value', 'via-service-spelling']],
    ['StringEquals', 'kms:KeySpec', [], ['no-values']],
    ['StringEquals', 'kms:RequestAlias', 'alias/app-*', ['wildcard-in-equals']],
    ['StringLike', 'kms:RequestAlias', 'alias/app-*', []],
    ['StringEquals', 'kms:EncryptionContext:owner', `\${aws:username}`, []],
    ['StringEquals', 'kms:ViaService', 's3.amazonaws.com', ['via-service-spelling']],
    ['StringEquals', 'kms:ViaService', 's3', ['via-service-spelling']],
    ['StringEquals', 'kms:ViaService', 's3.useast1.amazonaws.com', ['via-service-spelling']],
    ['StringEquals', 'kms:ViaService', 'S3.us-east-1.amazonaws.com', ['via-service-spelling']],
    ['StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com', ['via-service-region']],
    ['StringLike', 'kms:ViaService', ['s3.*.amazonaws.com', 'ec2.us-*.amazonaws.com', '*'], []],
  ])('%s %s %j', (operator, name, value, expected) =>
    expect(codes(onCondition(operator, name, value))).toEqual(expected),
  )
})

describe('a whole key policy', () => {
  const only = (...Statement: Change[]) => codes(lint(JSON.stringify({ Version: '2012-10-17', Statement }), { key }))
  const toAlice = { ...delegating, Principal: { AWS: ALICE } }

  it('that leaves nobody to change it', () => {
    expect(only({ ...toAlice, Action: 'kms:Decrypt' })).toEqual(['no-administrator', 'no-delegation'])
    expect(only({ ...delegating, Principal: { AWS: '444455556666' } })).toEqual(['no-administrator', 'no-delegation'])
    expect(only(delegating, { ...delegating, Effect: 'Deny', Principal: '*', Action: 'kms:Put*' })).toEqual([
      'no-administrator',
    ])
    expect(only({ ...delegating, Resource: `${arn}0` })).toContain('no-administrator')
  })

  it('that lets it be changed under conditions only', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': true } }
    expect(only({ ...delegating, Condition })).toEqual(['conditional-administrator'])
  })

  it('that leaves IAM policies without effect', () => expect(only(toAlice)).toEqual(['no-delegation']))

  it('without a version, or of an old one', () => {
    const found = (version: object, Condition?: object) =>
      codes(lint(JSON.stringify({ ...version, Statement: [{ ...delegating, ...(Condition && { Condition }) }] })))
    expect(found({})).toEqual(['missing-version'])
    expect(found({ Version: '2008-10-17' })).toEqual(['old-version'])
    expect(found({}, { StringEquals: { 'aws:username': `\${aws:username}` } })).toEqual(['variables-without-version'])
  })

  it('that is near its limit, or over it', () => {
    const found = (bytes: number) => onStatement({ Sid: 'x'.repeat(bytes) })
    expect(codes(found(29_000))).toEqual([])
    expect(codes(found(30_000))).toEqual(['policy-nearly-full'])
    expect(found(33_000)).toMatchObject([{ code: 'policy-too-large', severity: 'error' }])
  })

  it('with the same statement id twice', () => {
    expect(only({ ...delegating, Sid: 'A' }, { ...toAlice, Sid: 'A' })).toEqual(['duplicate-sid'])
  })

  it('that is none', () => {
    expect(lint('{"Version": }')).toEqual([
      {
        code: 'syntax',
        severity: 'error',
        path: '',
        message: 'Expected a value (at character 13)',
        nextStep: 'Correct the text; until then it is no policy.',
      },
    ])
    expect(lint('{"Statement": {"Effect": "allow"}}').map(({ path }) => path)).toContain('Statement.Effect')
  })
})

describe('an IAM policy', () => {
  it.each<[string, Change, string[]]>([
    ['that decrypts with every key', { Action: 'kms:Decrypt', Resource: '*' }, ['decrypt-on-all-keys']],
    [
      'that does everything with all keys of a Region',
      { Action: 'kms:*', Resource: 'arn:aws:kms:us-east-1:*:key/*' },
      ['decrypt-on-all-keys'],
    ],
    ['that encrypts with every key', { Action: 'kms:Encrypt', Resource: '*' }, []],
    ['that creates keys', { Action: 'kms:CreateKey', Resource: '*' }, []],
    ['for an alias', { Resource: `arn:aws:kms:us-east-1:${account}:alias/a` }, ['alias-as-resource']],
    [
      'for an alias, on aliases',
      { Action: 'kms:CreateAlias', Resource: `arn:aws:kms:us-east-1:${account}:alias/a` },
      [],
    ],
    [
      'with kms:ResourceAliases',
      { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } } },
      [],
    ],
    ['for other services too', { Action: ['s3:GetObject', 'kms:Decrypt'] }, []],
  ])('%s', (_, change, expected) => expect(codes(onIam(change))).toEqual(expected))
})

describe('findings', () => {
  it('tell where, what and what to do', () => {
    expect(onCondition('StringEquals', 'kms:viaservise', 's3.us-east-1.amazonaws.com')).toEqual([
      {
        code: 'unknown-condition-key',
        severity: 'error',
        path: 'Statement[1].Condition.StringEquals.kms:viaservise',
        message: 'There is no condition key "kms:viaservise".',
        nextStep: 'Write "kms:ViaService".',
      },
    ])
    expect(onStatement({ Action: 'kms:ReEncrypt' })[0]?.nextStep).toBe('Write "kms:ReEncrypt*".')
    expect(onStatement({ Action: 'kms:Decript' })[0]?.nextStep).toBe('Write "kms:Decrypt".')
    expect(onCondition('StringEquals', 'kms:ViaService', 's3.amazonaws.com')[0]?.nextStep).toBe(
      'Write it as "s3.us-east-1.amazonaws.com".',
    )
  })

  it('come in the order of their gravity', () => {
    const found = onStatement({ Principal: '*', Action: ['kms:Nothing', 's3:*'] })
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'security', 'warning'])
  })
})

describe('the nearest word', () => {
  it.each([
    ['kms:decript', 'kms:Decrypt'],
    ['kms:GenerateDatakey', 'kms:GenerateDataKey'],
    ['kms:Quux', undefined],
  ])('to %s is %s', (word, found) => {
    expect(nearest(word, ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'])).toBe(found)
  })
})
