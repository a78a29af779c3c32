import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { isPredefinedAlias, isReservedAlias, PREDEFINED_ALIASES } from './managed-key.ts'

const ALIAS = 'alias/aws/ebs'
const Plaintext = Buffer.from('x')

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const describeIt = async (caller?: Caller, KeyId = ALIAS) => {
  const { KeyMetadata } = await kms.call('DescribeKey', { KeyId }, caller)
  if (!KeyMetadata) throw new Error('no metadata')
  return KeyMetadata
}
const keyCount = async (caller?: Caller) => (await kms.call('ListKeys', {}, caller)).Keys?.length
/** A call that EC2 makes for a user of the account. */
const forwarded = (via: string): Caller => {
  const Statement = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }]
  const principal = kms.identities.user(ACCOUNT, 'Alice', { Version: '2012-10-17', Statement })
  const times = { issuedAt: kms.clock.now(), expiresAt: addDays(kms.clock.now(), 1) as EpochMillis }
  return { ...kms.caller({ principal }), session: { ...times, mfa: false, policies: [], tags: [], via } }
}

describe('a predefined alias', () => {
  it('that DescribeKey names has a key from then on, made once', async () => {
    expect(await keyCount()).toBe(0)
    const key = await describeIt()
    expect(key).toMatchObject({
      KeyManager: 'AWS',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Description: 'Default key that protects my ebs data when no other key is defined',
    })
    expect(await describeIt()).toStrictEqual(key)
    expect(await describeIt(undefined, key.Arn)).toStrictEqual(key)
    expect(await keyCount()).toBe(1)
  })

  it('makes one key also when many ask at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => describeIt()))
    expect(new Set(keys.map(({ KeyId }) => KeyId)).size).toBe(1)
    expect(await keyCount()).toBe(1)
  })

  it('has a key of its own in each account and Region', async () => {
    const callers = [kms.caller(), kms.caller({ region: OTHER_REGION }), kms.caller({ account: OTHER_ACCOUNT })]
    const keys = await Promise.all(callers.map((caller) => describeIt(caller)))
    expect(new Set(keys.map(({ Arn }) => Arn)).size).toBe(3)
    const foreign = { KeyId: `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:alias/aws/s3` }
    expect((await kms.refusal('DescribeKey', foreign)).code).toBe('AccessDeniedException')
    expect(await keyCount(callers[2])).toBe(1)
  })

  it('leaves the event of the call, and a CreateKey event of the service', async () => {
    const events = await eventsOf(kms, () => describeIt())
    const { Arn } = await describeIt()
    expect(events.map(({ eventName }) => eventName)).toEqual(['DescribeKey', 'CreateKey'])
    expect(events[1]).toMatchObject({ resources: [Arn], record: { userIdentity: { invokedBy: 'AWS Internal' } } })
  })

  it('is listed before it has a key, and with its key afterwards', async () => {
    const listed = async () =>
      (await kms.call('ListAliases', { Limit: 100 })).Aliases?.find(({ AliasName }) => AliasName === ALIAS)
    expect(await listed()).toStrictEqual({ AliasName: ALIAS, AliasArn: `arn:aws:kms:us-east-1:${ACCOUNT}:${ALIAS}` })
    const { KeyId } = await describeIt()
    expect(await listed()).toMatchObject({ TargetKeyId: KeyId, CreationDate: kms.clock.now() })
  })

  it('can be paged through in a Region where there is nothing else', async () => {
    const names: unknown[] = []
    let Marker: string | undefined
    do {
      const { Aliases, NextMarker } = await kms.call('ListAliases', { Limit: 7, ...(Marker && { Marker }) })
      names.push(...(Aliases ?? []).map(({ AliasName }) => AliasName))
      Marker = NextMarker
    } while (Marker)
    expect(names).toEqual(PREDEFINED_ALIASES)
  })

  it('is made by the first use through its service', async () => {
    const answer = await kms.call('GenerateDataKey', { KeyId: ALIAS, KeySpec: 'AES_256' }, forwarded('ec2'))
    const { CiphertextBlob = Buffer.alloc(0), KeyId } = answer
    expect((await describeIt()).Arn).toBe(KeyId)
    await kms.call('Decrypt', { CiphertextBlob }, forwarded('ec2'))
    expect((await kms.refusal('Decrypt', { CiphertextBlob })).code).toBe('AccessDeniedException')
    expect((await kms.refusal('Decrypt', { CiphertextBlob }, forwarded('s3'))).code).toBe('AccessDeniedException')
  })

  it.each<[OperationName, object]>([
    ['Encrypt', { Plaintext }],
    ['Decrypt', { CiphertextBlob: Buffer.alloc(200) }],
    ['GenerateDataKey', { KeySpec: 'AES_256' }],
    ['Sign', { Message: Plaintext, SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['GenerateMac', { Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' }],
  ])('that %s names directly is there to be refused, and stays', async (name, more) => {
    const refused = await kms.refusal(name, { KeyId: ALIAS, ...more } as Input<typeof name>)
    expect(refused.code).toBe('AccessDeniedException')
    expect(refused.message).toContain((await describeIt()).Arn)
    expect(await keyCount()).toBe(1)
  })

  it.each<[OperationName, object]>([
    ['ScheduleKeyDeletion', {}],
    ['DisableKey', {}],
    ['GetKeyPolicy', {}],
    ['CreateAlias', { AliasName: 'alias/mine' }],
    ['DeleteAlias', { AliasName: ALIAS }],
  ])('that %s cannot take makes nothing', async (name, more) => {
    const input = { KeyId: ALIAS, ...more, ...(name === 'CreateAlias' && { TargetKeyId: ALIAS }) }
    await kms.refusal(name, input as Input<typeof name>)
    expect(await keyCount()).toBe(0)
    expect(await kms.ports.store.alias(kms.caller().scope, ALIAS as never)).toBeUndefined()
  })

  it('is one of those of known services; the whole prefix is reserved', async () => {
    expect(isPredefinedAlias(ALIAS as never)).toBe(true)
    expect(isPredefinedAlias('alias/aws/toaster' as never)).toBe(false)
    expect([isReservedAlias('alias/aws/toaster'), isReservedAlias('alias/awsome')]).toEqual([true, false])
    expect((await kms.refusal('DescribeKey', { KeyId: 'alias/aws/toaster' })).code).toBe('NotFoundException')
    const { KeyId: TargetKeyId } = await kms.newKey()
    for (const AliasName of ['alias/aws/toaster', ALIAS]) {
      const error = await kms.refusal('CreateAlias', { AliasName, TargetKeyId })
      expect(error.code).toBe('NotAuthorizedException')
    }
  })
})

describe('an AWS managed key', () => {
  it('can be looked at', async () => {
    const { KeyId } = await describeIt()
    const { Policy = '' } = await kms.call('GetKeyPolicy', { KeyId })
    expect(JSON.parse(Policy)).toMatchObject({
      Id: 'auto-ebs-2',
      Statement: [
        {
          Principal: { AWS: '*' },
          Condition: {
            StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' },
          },
        },
        { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
      ],
    })
    expect((await kms.call('ListGrants', { KeyId })).Grants).toEqual([])
    expect((await kms.call('ListAliases', { KeyId })).Aliases).toMatchObject([{ AliasName: ALIAS }])
    expect((await kms.call('ListKeys', {})).Keys).toMatchObject([{ KeyId }])
  })

  it('rotates every year by itself', async () => {
    const { KeyId, CurrentKeyMaterialId } = await describeIt()
    expect(await kms.call('GetKeyRotationStatus', { KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
      NextRotationDate: addDays(kms.clock.now(), 365),
    })
    kms.clock.advanceDays(365)
    expect(await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)).toBe(1)
    expect((await describeIt()).CurrentKeyMaterialId).not.toBe(CurrentKeyMaterialId)
  })

  it.each<[OperationName, object]>([
    ['CreateGrant', { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['Decrypt'] }],
    ['DisableKey', {}],
    ['DisableKeyRotation', {}],
    ['EnableKeyRotation', {}],
    ['Encrypt', { Plaintext }],
    ['PutKeyPolicy', { Policy: '{}' }],
    ['RotateKeyOnDemand', {}],
    ['ScheduleKeyDeletion', {}],
    ['TagResource', { Tags: [{ TagKey: 'a', TagValue: 'b' }] }],
    ['UpdateKeyDescription', { Description: 'mine' }],
  ])('refuses %s, also to the root user', async (name, more) => {
    const { KeyId } = await describeIt()
    const error = await kms.refusal(name, { KeyId, ...more } as Input<typeof name>)
    expect(error.code).toBe('AccessDeniedException')
  })

  it('lends its alias to no other key, and takes no other alias', async () => {
    const { KeyId } = await describeIt()
    const { KeyId: mine } = await kms.newKey()
    expect((await kms.refusal('UpdateAlias', { AliasName: ALIAS, TargetKeyId: mine })).code).toBe(
      'NotAuthorizedException',
    )
    expect((await kms.refusal('DeleteAlias', { AliasName: ALIAS })).code).toBe('NotAuthorizedException')
    const input = { AliasName: 'alias/mine', TargetKeyId: KeyId }
    expect((await kms.refusal('CreateAlias', input)).code).toBe('AccessDeniedException')
  })
})
