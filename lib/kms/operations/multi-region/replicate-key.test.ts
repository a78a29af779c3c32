import { beforeEach, describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, KeyMetadata } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

const THIRD_REGION = 'ap-southeast-2' as Region
const Message = Buffer.from('attack at dawn')

let kms: Harness
let there: Caller
let key: KeyMetadata
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  there = kms.caller({ region: OTHER_REGION })
  await use({})
})

async function use(more: Input<'CreateKey'>) {
  key = await kms.newKey({ MultiRegion: true, ...more })
  KeyId = key.KeyId
}
const ready = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const replicate = (more: Partial<Input<'ReplicateKey'>> = {}) =>
  kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION, ...more })
const replicated = async (more?: Partial<Input<'ReplicateKey'>>) => {
  await replicate(more)
  await ready()
}
const describeIn = async (caller?: Caller) => (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata
const arnIn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${KeyId}`
const memberIn = (Region: string) => ({ Arn: arnIn(Region), Region })

describe('a multi-Region key', () => {
  it('has an id of its own form, and is a primary without replicas at first', () => {
    expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/)
    expect(key).toMatchObject({
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY',
        PrimaryKey: { Arn: key.Arn, Region: REGION },
        ReplicaKeys: [],
      },
    })
  })

  it('says the same of its members in every Region', async () => {
    await replicated()
    await replicated({ ReplicaRegion: THIRD_REGION })
    const members = {
      PrimaryKey: memberIn(REGION),
      ReplicaKeys: [memberIn(THIRD_REGION), memberIn(OTHER_REGION)],
    }
    for (const [region, MultiRegionKeyType] of [
      [REGION, 'PRIMARY'],
      [OTHER_REGION, 'REPLICA'],
      [THIRD_REGION, 'REPLICA'],
    ] as const) {
      const { MultiRegionConfiguration } = (await describeIn(kms.caller({ region }))) ?? {}
      expect(MultiRegionConfiguration).toStrictEqual({ MultiRegionKeyType, ...members })
    }
  })
})

describe('ReplicateKey', () => {
  it('answers a replica that is being created, and that is enabled soon after', async () => {
    const { ReplicaKeyMetadata, ReplicaPolicy, ...rest } = await replicate()
    expect(ReplicaKeyMetadata).toMatchObject({ KeyId, Arn: arnIn(OTHER_REGION), KeyState: 'Creating', Enabled: false })
    expect(ReplicaPolicy).toBe(defaultKeyPolicyText(ACCOUNT))
    expect(rest).toStrictEqual({})
    expect(await kms.refusal('Encrypt', { KeyId, Plaintext: Message }, there)).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${arnIn(OTHER_REGION)} is creating.`,
    })
    expect(await ready()).toBe(1)
    expect(await describeIn(there)).toMatchObject({ KeyState: 'Enabled', Enabled: true })
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBeUndefined()
  })

  it('shares what belongs to the material, and copies nothing else', async () => {
    await use({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', Description: 'first' })
    await kms.call('TagResource', { KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })
    await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId })
    await kms.call('CreateGrant', { KeyId, GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['Sign'] })
    kms.clock.advanceDays(1)
    await replicated()
    const replica = await describeIn(there)
    const { KeySpec, KeyUsage, Origin, SigningAlgorithms, KeyManager } = key
    expect(replica).toMatchObject({ KeySpec, KeyUsage, Origin, SigningAlgorithms, KeyManager })
    expect(replica).toMatchObject({ Description: '', CreationDate: kms.clock.now() })
    expect((await kms.call('ListResourceTags', { KeyId }, there)).Tags).toStrictEqual([])
    expect((await kms.call('ListAliases', { KeyId }, there)).Aliases).toStrictEqual([])
    expect((await kms.call('ListGrants', { KeyId }, there)).Grants).toStrictEqual([])
  })

  it('takes a policy, description and tags for the replica', async () => {
    const [Policy, Tags] = [defaultKeyPolicyText(ACCOUNT).replace('key-default-1', 'mine'), [tag('a', 'b')]]
    const answer = await replicate({ Policy, Tags, Description: 'second' })
    expect(answer).toMatchObject({ ReplicaPolicy: Policy, ReplicaTags: Tags })
    expect(answer.ReplicaKeyMetadata).toMatchObject({ Description: 'second' })
    expect(await kms.call('GetKeyPolicy', { KeyId }, there)).toMatchObject({ Policy })
    expect(await kms.call('GetKeyPolicy', { KeyId })).toMatchObject({ Policy: defaultKeyPolicyText(ACCOUNT) })
    expect((await kms.call('ListResourceTags', { KeyId }, there)).Tags).toStrictEqual(Tags)
    expect((await describeIn())?.Description).toBe('')
  })

  it('leaves its own event, and CreateKey and SynchronizeMultiRegionKey in the other Region', async () => {
    const here = await eventsOf(kms, () => replicate({ Description: 'second' }))
    expect(here.map(({ eventName }) => eventName)).toEqual(['ReplicateKey'])
    expect(here[0]?.record).toMatchObject({ requestParameters: { replicaRegion: OTHER_REGION } })
    const events = await eventsOf(kms, () => replicate({ ReplicaRegion: THIRD_REGION }), { region: THIRD_REGION })
    expect(events.map(({ eventName }) => eventName)).toEqual(['CreateKey', 'SynchronizeMultiRegionKey'])
    expect(events[0]?.record).toMatchObject({
      awsRegion: THIRD_REGION,
      userIdentity: { type: 'Root' },
      requestParameters: { multiRegion: true, keySpec: 'SYMMETRIC_DEFAULT' },
      responseElements: { keyMetadata: { keyId: KeyId, arn: arnIn(THIRD_REGION) } },
    })
    expect(events[1]?.record).toMatchObject({ eventType: 'AwsApiCall', userIdentity: { invokedBy: 'AWS Internal' } })
  })

  it('refuses a Region that has a member already, even one that is pending deletion', async () => {
    await replicated()
    for (const ReplicaRegion of [OTHER_REGION, REGION]) {
      const error = await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion })
      expect(error.code).toBe('AlreadyExistsException')
    }
    await kms.call('ScheduleKeyDeletion', { KeyId }, there)
    const error = await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    expect(error.code).toBe('AlreadyExistsException')
    kms.clock.advanceDays(30)
    await ready()
    await replicated()
    expect(await describeIn(there)).toMatchObject({ KeyState: 'Enabled' })
  })

  it('is for the primary only, in AWS’s words', async () => {
    await replicated()
    const refused = await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion: THIRD_REGION }, there)
    expect(refused).toMatchObject({
      code: 'UnsupportedOperationException',
      message: `${arnIn(OTHER_REGION)} is not a multi-region primary key.`,
    })
    const single = await kms.newKey()
    expect(await kms.refusal('ReplicateKey', { KeyId: single.KeyId, ReplicaRegion: OTHER_REGION })).toMatchObject({
      code: 'UnsupportedOperationException',
    })
  })

  it.each(['us-gov-west-1', 'cn-north-1', 'mars-north-1'])('refuses %s: no Region of the partition', async (region) => {
    const error = await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion: region })
    expect(error.code).toBe('ValidationException')
  })

  it('refuses a disabled primary, and one that waits for its material', async () => {
    await kms.call('DisableKey', { KeyId })
    const input = { KeyId, ReplicaRegion: OTHER_REGION }
    expect(await kms.refusal('ReplicateKey', input)).toMatchObject({ code: 'DisabledException' })
    await use({ Origin: 'EXTERNAL' })
    expect(await kms.refusal('ReplicateKey', { ...input, KeyId })).toMatchObject({ code: 'KMSInvalidStateException' })
  })

  it('needs kms:ReplicateKey on the primary and kms:CreateKey, with tags kms:TagResource, in the other Region', async () => {
    const allowed = (name: string, ...Action: string[]) =>
      kms.caller({
        principal: kms.identities.user(ACCOUNT, name, {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'kms:ReplicateKey', Resource: key.Arn },
            {
              Effect: 'Allow',
              Action,
              Resource: '*',
              Condition: { StringEquals: { 'aws:RequestedRegion': OTHER_REGION } },
            },
          ],
        }),
      })
    const input = { KeyId, ReplicaRegion: OTHER_REGION, BypassPolicyLockoutSafetyCheck: true }
    const denied = { code: 'AccessDeniedException' }
    expect(await kms.refusal('ReplicateKey', input, allowed('a', 'kms:ReplicateKey'))).toMatchObject(denied)
    const creator = allowed('b', 'kms:CreateKey')
    expect(await kms.refusal('ReplicateKey', { ...input, Tags: [tag('a', 'b')] }, creator)).toMatchObject(denied)
    await kms.call(
      'ReplicateKey',
      { ...input, Tags: [tag('a', 'b')] },
      allowed('c', 'kms:CreateKey', 'kms:TagResource'),
    )
  })
})

describe('members', () => {
  it('open one another’s ciphertexts, whichever material made them', async () => {
    const old = await encrypted(kms, KeyId, 'old')
    await kms.call('RotateKeyOnDemand', { KeyId })
    await replicated()
    const recent = await encrypted(kms, KeyId, 'recent', there)
    const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: old }, there)
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('old')
    const answer = await kms.call('Decrypt', { CiphertextBlob: recent })
    expect(answer).toMatchObject({ KeyId: arnIn(REGION), KeyMaterialId: (await describeIn())?.CurrentKeyMaterialId })
  })

  it('verify one another’s signatures and MACs', async () => {
    await use({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    await replicated()
    const algorithm = { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const
    const { Signature = Buffer.alloc(0) } = await kms.call('Sign', algorithm, there)
    expect(await kms.call('Verify', { ...algorithm, Signature })).toMatchObject({ SignatureValid: true })
    expect((await kms.call('GetPublicKey', { KeyId })).PublicKey).toEqual(
      (await kms.call('GetPublicKey', { KeyId }, there)).PublicKey,
    )
    await use({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    await replicated()
    const mac = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const
    const { Mac = Buffer.alloc(0) } = await kms.call('GenerateMac', mac)
    expect(await kms.call('VerifyMac', { ...mac, Mac }, there)).toMatchObject({ MacValid: true })
  })

  it('have a state of their own', async () => {
    await replicated()
    await kms.call('DisableKey', { KeyId })
    expect((await describeIn())?.KeyState).toBe('Disabled')
    expect((await describeIn(there))?.KeyState).toBe('Enabled')
    await encrypted(kms, KeyId, 'x', there)
  })
})

const tag = (TagKey: string, TagValue: string) => ({ TagKey, TagValue })
