import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import type { Input, OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import { FREE_REGION, inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { GRANTEE, RETIREE } from '#testing/earlier-calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

let kms: Harness
let subject: Subject

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
})

const rootOf = (account: AccountId) => `arn:aws:iam::${account}:root`
const DELEGATION = { Effect: 'Allow', Principal: { AWS: rootOf(ACCOUNT) }, Action: 'kms:*', Resource: '*' }
const iam = (Action: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource: '*', ...more },
})
/** A caller that is a user, with the policy attached to it. */
const user = (name: string, policy?: object, account: AccountId = ACCOUNT) =>
  kms.caller({ principal: kms.identities.user(account, name, policy) })
const statement = (AWS: string, Action: string, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  ...more,
})
/** Puts a policy on the key, also one that takes it out of its owner's hand. */
const put = ({ keyId }: Subject, ...Statement: object[]) =>
  kms.call('PutKeyPolicy', {
    KeyId: keyId,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    BypassPolicyLockoutSafetyCheck: true,
  })

type Caller = ReturnType<Harness['caller']>
/** `allowed`, the message of a refusal, or the name of another error. */
const outcome = async <N extends OperationName>(name: N, input: Input<N>, caller: Caller) =>
  kms.call(name, input, caller).then(
    () => 'allowed',
    (error: Error) => (error.name === 'AccessDeniedException' ? error.message : error.name),
  )
const REFUSED = expect.stringContaining('is not authorized')
const describeBy = (caller: Caller, KeyId = subject.arn) => outcome('DescribeKey', { KeyId }, caller)

const PLACE = 'is not authorized to perform: kms:DescribeKey on'
const noIdentity = (who: Caller) =>
  `User: ${who.principal.arn} ${PLACE} resource: ${subject.arn} because no identity-based policy allows the kms:DescribeKey action`
const noResource = (who: Caller) =>
  `User: ${who.principal.arn} ${PLACE} resource: ${subject.arn} because no resource-based policy allows the kms:DescribeKey action`
const denied = (who: Caller, kind: string) =>
  `User: ${who.principal.arn} ${PLACE} resource: ${subject.arn} with an explicit deny in ${kind}`
const notTold = (who: Caller) =>
  `User: ${who.principal.arn} ${PLACE} this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`

describe('in the key’s own account', () => {
  it('a key policy that names a user allows it without IAM', async () => {
    const alice = user('alice')
    await put(subject, DELEGATION, statement(alice.principal.arn, 'kms:DescribeKey'))
    expect(await describeBy(alice)).toBe('allowed')
    const error = await outcome('GetKeyPolicy', { KeyId: subject.keyId }, alice)
    expect(error).toContain('because no identity-based policy allows the kms:GetKeyPolicy action')
  })

  it('delegation to the account needs an IAM policy', async () => {
    expect(await describeBy(user('nobody'))).toBe(noIdentity(user('nobody')))
    expect(await describeBy(user('admin', iam('kms:*')))).toBe('allowed')
    expect(await describeBy(user('other', iam('kms:Encrypt')))).toBe(noIdentity(user('other')))
    const elsewhere = iam('kms:*', { Resource: 'arn:aws:kms:*:*:key/00000000-0000-0000-0000-000000000000' })
    expect(await describeBy(user('elsewhere', elsewhere))).toBe(noIdentity(user('elsewhere')))
  })

  it('an IAM policy alone is never enough, not even for the root user', async () => {
    const alice = user('alice')
    await put(subject, statement(alice.principal.arn, 'kms:*'))
    const admin = user('admin', iam('*'))
    expect(await describeBy(admin)).toBe(noResource(admin))
    expect(await describeBy(kms.caller())).toBe(noResource(kms.caller()))
    expect(await describeBy(alice)).toBe('allowed')
  })

  it('an explicit deny wins, wherever it stands', async () => {
    const byIam = user('by-iam', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
        { Effect: 'Deny', Action: 'kms:Describe*', Resource: '*' },
      ],
    })
    expect(await describeBy(byIam)).toBe(denied(byIam, 'an identity-based policy'))
    const admin = user('admin', iam('kms:*'))
    await put(subject, DELEGATION, { ...statement(admin.principal.arn, 'kms:DescribeKey'), Effect: 'Deny' })
    expect(await describeBy(admin)).toBe(denied(admin, 'a resource-based policy'))
    expect(await outcome('GetKeyPolicy', { KeyId: subject.keyId }, admin)).toBe('allowed')
  })

  it('the event names the policy version and statement that decided', async () => {
    const alice = user('alice')
    await put(subject, DELEGATION, statement(alice.principal.arn, 'kms:DescribeKey', { Sid: 'Look' }))
    const [event] = await eventsOf(kms, () => describeBy(alice))
    const policy = `${subject.arn}/policy/2`
    expect(event?.decisions).toEqual([
      {
        action: 'kms:DescribeKey',
        resource: subject.arn,
        outcome: 'allowed',
        by: { kind: 'resource-based policy', policy, statement: 1, sid: 'Look' },
        policies: { resource: policy },
      },
    ])
  })
})

describe('across accounts', () => {
  const foreign = (name: string, policy?: object) => user(name, policy, OTHER_ACCOUNT)

  it('the key policy and an IAM policy of the caller must both allow', async () => {
    const both = foreign('both', iam('kms:DescribeKey'))
    const onlyKey = foreign('only-key')
    expect(await describeBy(both)).toBe(notTold(both))
    await put(subject, DELEGATION, statement(rootOf(OTHER_ACCOUNT), 'kms:DescribeKey'))
    expect(await describeBy(both)).toBe('allowed')
    expect(await describeBy(onlyKey)).toBe(noIdentity(onlyKey))
    expect(await describeBy(kms.caller({ account: OTHER_ACCOUNT }))).toBe('allowed')
  })

  it('a key policy that names the foreign user still needs its IAM policy', async () => {
    const [bob, eve] = [foreign('bob'), foreign('eve', iam('kms:*'))]
    await put(subject, DELEGATION, statement(bob.principal.arn, 'kms:*'))
    expect(await describeBy(bob)).toBe(noIdentity(bob))
    expect(await describeBy(eve)).toBe(notTold(eve))
    expect(await describeBy(foreign('bob', iam('kms:DescribeKey')))).toBe('allowed')
  })

  it('a deny in the key policy is not told', async () => {
    const bob = foreign('bob', iam('kms:*'))
    await put(subject, DELEGATION, statement('*', 'kms:*'), {
      ...statement(bob.principal.arn, 'kms:*'),
      Effect: 'Deny',
    })
    expect(await describeBy(bob)).toBe(notTold(bob))
  })

  it('a key works by its ARN and alias ARN for cryptography, and answers its own ARN', async () => {
    const root = kms.caller({ account: OTHER_ACCOUNT })
    await put(subject, DELEGATION, statement(rootOf(OTHER_ACCOUNT), 'kms:*'))
    const aliasArn = subject.arn.replace(`key/${subject.keyId}`, subject.alias)
    for (const KeyId of [subject.arn, aliasArn]) {
      const { CiphertextBlob, KeyId: answered } = await kms.call(
        'Encrypt',
        { KeyId, Plaintext: Buffer.from('x') },
        root,
      )
      expect(answered).toBe(subject.arn)
      await kms.call('Decrypt', { CiphertextBlob: CiphertextBlob ?? Buffer.alloc(1), KeyId }, root)
      await kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, root)
    }
    expect(await describeBy(root, subject.keyId)).toBe('NotFoundException')
  })

  /** Its permission comes from the grant alone. */
  const byPolicy = operationNames.filter((name) => name !== 'RetireGrant' && permissions[name].resource === 'key')
  it('is tried for 41 operations', () => expect(byPolicy).toHaveLength(41))

  it.each(byPolicy.filter((name) => !permissions[name].crossAccount))(
    '%s is for the own account only, whatever the key policy says',
    async (name) => {
      const fitting = await newSubject(kms, name)
      await put(fitting, DELEGATION, statement('*', 'kms:*'))
      const input = { ...inputFor(name, fitting), KeyId: fitting.arn }
      const error = await kms.refusal(name, input, kms.caller({ account: OTHER_ACCOUNT }))
      expect(error.code).toBe('AccessDeniedException')
    },
  )

  it.each(byPolicy.filter((name) => permissions[name].crossAccount))(
    '%s works across accounts, where the key policy says so',
    async (name) => {
      const fitting = await newSubject(kms, name)
      const named =
        name === 'ReEncrypt' ? { SourceKeyId: fitting.arn, DestinationKeyId: fitting.arn } : { KeyId: fitting.arn }
      const input = { ...inputFor(name, fitting), ...named } as Input<typeof name>
      const caller = kms.caller({ account: OTHER_ACCOUNT })
      expect((await kms.refusal(name, input, caller)).code).toBe('AccessDeniedException')
      const allowing = permissions[name].actions.map((action) => statement(rootOf(OTHER_ACCOUNT), action))
      for (const one of allowing.length > 1 ? allowing : []) {
        await put(fitting, DELEGATION, one)
        expect(await outcome(name, input, caller)).toEqual(REFUSED)
      }
      await put(fitting, DELEGATION, ...allowing)
      await kms.call(name, input, caller)
    },
  )

  it('a grant needs no key policy, but an IAM policy of a user whose account is the grantee', async () => {
    const terms = { GranteePrincipal: rootOf(OTHER_ACCOUNT), Operations: ['DescribeKey'] } as const
    const [bob, eve] = [foreign('bob', iam('kms:DescribeKey')), foreign('eve')]
    expect(await describeBy(bob)).toBe(notTold(bob))
    const { GrantId = '' } = await kms.call('CreateGrant', { KeyId: subject.keyId, ...terms })
    expect(await describeBy(kms.caller({ account: OTHER_ACCOUNT }))).toBe('allowed')
    expect(await describeBy(bob)).toBe('allowed')
    expect(await describeBy(eve)).toEqual(REFUSED)
    await kms.call('RevokeGrant', { KeyId: subject.keyId, GrantId })
    expect(await describeBy(bob)).toBe(notTold(bob))
  })

  it('neither account lists the other’s keys and aliases', async () => {
    for (const caller of [kms.caller({ account: OTHER_ACCOUNT }), kms.caller({ region: OTHER_REGION })]) {
      expect(await kms.call('ListKeys', {}, caller)).toStrictEqual({ Keys: [], Truncated: false })
      const { Aliases = [] } = await kms.call('ListAliases', { Limit: 100 }, caller)
      expect(Aliases.filter(({ TargetKeyId }) => TargetKeyId !== undefined)).toEqual([])
      expect(Aliases.filter(({ AliasName = '' }) => !AliasName.startsWith('alias/aws/'))).toEqual([])
    }
  })
})

describe('a condition', () => {
  const allowWhen = async (Condition: object, Action = 'kms:*') => {
    const alice = user('alice')
    await put(subject, DELEGATION, statement(alice.principal.arn, Action, { Condition }))
    return alice
  }
  const encrypt = (caller: Caller, more: Partial<Input<'Encrypt'>> = {}) =>
    outcome('Encrypt', { KeyId: subject.keyId, Plaintext: Buffer.from('x'), ...more }, caller)
  const context = (...pairs: readonly [string, string][]) => ({ EncryptionContext: new Map(pairs) })

  it('on the encryption context compares values exactly and names without regard to case', async () => {
    const alice = await allowWhen({ StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } })
    expect(await encrypt(alice, context(['Dept', 'IT']))).toBe('allowed')
    expect(await encrypt(alice, context(['dept', 'IT'], ['more', '']))).toBe('allowed')
    expect(await encrypt(alice, context(['Dept', 'it']))).toEqual(REFUSED)
    expect(await encrypt(alice)).toEqual(REFUSED)
  })

  it('on the names of the encryption context sees all of them', async () => {
    const alice = await allowWhen({ 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['a', 'b'] } })
    expect(await encrypt(alice, context(['a', '1']))).toBe('allowed')
    expect(await encrypt(alice, context(['a', '1'], ['c', '1']))).toEqual(REFUSED)
    expect(await encrypt(alice)).toBe('allowed')
  })

  it('holds for Decrypt and data keys as for Encrypt', async () => {
    const alice = await allowWhen({ StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } })
    const sealed = await kms.call('Encrypt', {
      KeyId: subject.keyId,
      Plaintext: Buffer.from('x'),
      ...context(['Dept', 'IT']),
    })
    const CiphertextBlob = sealed.CiphertextBlob ?? Buffer.alloc(1)
    expect(await outcome('Decrypt', { CiphertextBlob, ...context(['Dept', 'IT']) }, alice)).toBe('allowed')
    expect(await outcome('Decrypt', { CiphertextBlob: subject.ciphertext }, alice)).toEqual(REFUSED)
    for (const name of ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const) {
      const input = { KeyId: subject.keyId, KeySpec: 'AES_256' } as const
      expect(await outcome(name, { ...input, ...context(['Dept', 'IT']) }, alice)).toBe('allowed')
      expect(await outcome(name, input, alice)).toEqual(REFUSED)
    }
  })

  it('on the alias counts only when the request used it, by name or ARN', async () => {
    const alice = await allowWhen({ StringEquals: { 'kms:RequestAlias': subject.alias } })
    expect(await encrypt(alice, { KeyId: subject.alias })).toBe('allowed')
    expect(await encrypt(alice, { KeyId: subject.arn.replace(`key/${subject.keyId}`, subject.alias) })).toBe('allowed')
    expect(await encrypt(alice)).toEqual(REFUSED)
    expect(await encrypt(alice, { KeyId: subject.arn })).toEqual(REFUSED)
    expect(await describeBy(alice, subject.alias)).toBe('allowed')
    expect(await describeBy(alice)).toEqual(REFUSED)
  })

  it.each([
    ['kms:KeySpec', 'SYMMETRIC_DEFAULT', 'RSA_2048'],
    ['kms:KeyUsage', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
    ['kms:KeyOrigin', 'AWS_KMS', 'EXTERNAL'],
    ['kms:EncryptionAlgorithm', 'SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1'],
    ['kms:MultiRegion', 'false', 'true'],
    ['kms:CallerAccount', ACCOUNT, OTHER_ACCOUNT],
    ['aws:PrincipalAccount', ACCOUNT, OTHER_ACCOUNT],
    ['aws:username', 'alice', 'bob'],
    ['aws:RequestedRegion', 'us-east-1', 'eu-west-1'],
    ['aws:SecureTransport', 'false', 'true'],
    ['aws:UserAgent', 'test', 'other'],
  ])('on %s sees %s, defaulted or not', async (key, value, other) => {
    expect(await encrypt(await allowWhen({ StringEquals: { [key]: value } }))).toBe('allowed')
    expect(await encrypt(await allowWhen({ StringEquals: { [key]: other } }))).toEqual(REFUSED)
  })

  it.each<[OperationName, string, string, string]>([
    ['CreateGrant', 'kms:GranteePrincipal', GRANTEE, RETIREE],
    ['CreateGrant', 'kms:GrantIsForAWSResource', 'false', 'true'],
    ['DeriveSharedSecret', 'kms:KeyAgreementAlgorithm', 'ECDH', 'other'],
    ['DisableKey', 'kms:KeySpec', 'SYMMETRIC_DEFAULT', 'HMAC_256'],
    ['GenerateDataKeyPair', 'kms:DataKeyPairSpec', 'ECC_NIST_P256', 'RSA_2048'],
    ['GenerateMac', 'kms:MacAlgorithm', 'HMAC_SHA_256', 'HMAC_SHA_512'],
    ['GetParametersForImport', 'kms:WrappingAlgorithm', 'RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'],
    ['GetParametersForImport', 'kms:WrappingKeySpec', 'RSA_2048', 'RSA_4096'],
    ['GetPublicKey', 'kms:KeySpec', 'ECC_NIST_P256', 'SYMMETRIC_DEFAULT'],
    ['ImportKeyMaterial', 'kms:ExpirationModel', 'KEY_MATERIAL_DOES_NOT_EXPIRE', 'KEY_MATERIAL_EXPIRES'],
    ['ImportKeyMaterial', 'kms:KeyOrigin', 'EXTERNAL', 'AWS_KMS'],
    ['ReplicateKey', 'kms:MultiRegionKeyType', 'PRIMARY', 'REPLICA'],
    ['ReplicateKey', 'kms:ReplicaRegion', FREE_REGION, OTHER_REGION],
    ['Sign', 'kms:KeyUsage', 'SIGN_VERIFY', 'ENCRYPT_DECRYPT'],
    ['Sign', 'kms:MessageType', 'RAW', 'DIGEST'],
    ['Sign', 'kms:SigningAlgorithm', 'ECDSA_SHA_256', 'ECDSA_SHA_384'],
    ['Verify', 'kms:MessageType', 'RAW', 'DIGEST'],
    ['Verify', 'kms:SigningAlgorithm', 'ECDSA_SHA_256', 'ECDSA_SHA_384'],
    ['VerifyMac', 'kms:MacAlgorithm', 'HMAC_SHA_256', 'HMAC_SHA_512'],
  ])('of %s on %s sees %s, defaulted or not', async (name, key, value, other) => {
    const fitting = await newSubject(kms, name)
    const alice = user('alice', iam('kms:CreateKey'))
    const when = (Condition: object) =>
      put(fitting, DELEGATION, statement(alice.principal.arn, `kms:${name}`, { Condition }))
    await when({ StringEquals: { [key]: other } })
    expect(await outcome(name, inputFor(name, fitting), alice)).toEqual(REFUSED)
    await when({ StringEquals: { [key]: value } })
    expect(await outcome(name, inputFor(name, fitting), alice)).toBe('allowed')
  })

  it('of UpdatePrimaryRegion on the Region is asked of both keys', async () => {
    const fitting = await newSubject(kms, 'UpdatePrimaryRegion')
    const alice = user('alice')
    const allowing = (Region: string) => {
      const Condition = { StringEquals: { 'kms:PrimaryRegion': Region } }
      return [DELEGATION, statement(alice.principal.arn, 'kms:UpdatePrimaryRegion', { Condition })]
    }
    const there = (...Statement: object[]) => {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
      return kms.call('PutKeyPolicy', { KeyId: fitting.keyId, Policy }, kms.caller({ region: OTHER_REGION }))
    }
    const update = () => outcome('UpdatePrimaryRegion', inputFor('UpdatePrimaryRegion', fitting), alice)
    await put(fitting, ...allowing(OTHER_REGION))
    expect(await update()).toEqual(expect.stringContaining(`key/${fitting.keyId} because`))
    await there(...allowing(FREE_REGION))
    expect(await update()).toEqual(REFUSED)
    await there(...allowing(OTHER_REGION))
    expect(await update()).toBe('allowed')
  })

  it('on the service that calls never holds for direct calls', async () => {
    expect(await encrypt(await allowWhen({ StringLike: { 'kms:ViaService': '*' } }))).toEqual(REFUSED)
    const not = { StringNotEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }
    expect(await encrypt(await allowWhen(not))).toBe('allowed')
    const denies = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }
    const admin = user('admin', iam('kms:*'))
    await put(subject, DELEGATION, { ...statement('*', 'kms:*', { Condition: denies }), Effect: 'Deny' })
    expect(await encrypt(admin)).toBe('allowed')
  })

  it('on the rotation period sees the default too', async () => {
    const alice = await allowWhen({ NumericLessThanEquals: { 'kms:RotationPeriodInDays': '180' } })
    const enable = (days?: number) =>
      outcome('EnableKeyRotation', { KeyId: subject.keyId, ...(days ? { RotationPeriodInDays: days } : {}) }, alice)
    expect(await enable(180)).toBe('allowed')
    expect(await enable(181)).toEqual(REFUSED)
    expect(await enable()).toEqual(REFUSED)
  })

  it('on time follows the clock of the sandbox', async () => {
    const alice = await allowWhen({ DateLessThan: { 'aws:CurrentTime': '2026-01-02T00:00:00Z' } })
    expect(await encrypt(alice)).toBe('allowed')
    kms.clock.advanceDays(1)
    expect(await encrypt(alice)).toEqual(REFUSED)
  })

  it('on the aliases of the key follows them', async () => {
    const caller = user(
      'by-alias',
      iam('kms:*', { Condition: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/app-*' } } }),
    )
    expect(await describeBy(caller)).toEqual(REFUSED)
    await kms.call('CreateAlias', { AliasName: 'alias/app-1', TargetKeyId: subject.keyId })
    expect(await describeBy(caller)).toBe('allowed')
    await kms.call('DeleteAlias', { AliasName: 'alias/app-1' })
    expect(await describeBy(caller)).toEqual(REFUSED)
  })
})
