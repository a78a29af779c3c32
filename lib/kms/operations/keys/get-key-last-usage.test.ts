import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import { encrypted } from '#testing/calls.ts'
import { type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'

let kms: Harness
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await kms.newKey()
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const usage = (id = KeyId) => kms.call('GetKeyLastUsage', { KeyId: id })

describe('GetKeyLastUsage', () => {
  it('of a key that was never used says since when it would know', async () => {
    const created = kms.clock.now()
    kms.clock.advanceDays(1)
    expect(await usage()).toStrictEqual({
      KeyId: Arn,
      KeyLastUsage: {},
      TrackingStartDate: created,
      KeyCreationDate: created,
    })
  })

  it('names the newest use with its event and request', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    kms.clock.advanceDays(1)
    await kms.call('Decrypt', { CiphertextBlob })
    const event = (await kms.events()).at(-1)
    kms.clock.advanceDays(1)
    expect((await usage()).KeyLastUsage).toStrictEqual({
      Operation: 'Decrypt',
      Timestamp: event?.eventTime,
      CloudTrailEventId: event?.eventId,
      KmsRequestId: event?.requestId,
    })
  })

  it('counts no failure, no dry run, and nothing but the use of the material', async () => {
    const Plaintext = Buffer.from('x')
    await kms.refusal('Encrypt', { KeyId, Plaintext, DryRun: true })
    await kms.refusal('Encrypt', { KeyId, Plaintext, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' })
    const nobody = kms.caller({ principal: kms.identities.user(kms.caller().principal.account, 'Nobody') })
    await kms.refusal('Encrypt', { KeyId, Plaintext }, nobody)
    await kms.call('DescribeKey', { KeyId })
    await kms.call('RotateKeyOnDemand', { KeyId })
    expect((await usage()).KeyLastUsage).toStrictEqual({})
  })

  it('counts ReEncrypt for both of its keys', async () => {
    const other = await kms.newKey()
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    await kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId: other.KeyId })
    for (const id of [KeyId, other.KeyId]) expect((await usage(id)).KeyLastUsage?.Operation).toBe('ReEncrypt')
  })

  it('tells apart the members of a multi-Region key', async () => {
    KeyId = (await kms.newKey({ MultiRegion: true })).KeyId
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    const there = kms.caller({ region: OTHER_REGION })
    await encrypted(kms, KeyId, 'x', there)
    expect((await usage()).KeyLastUsage).toStrictEqual({})
    expect((await kms.call('GetKeyLastUsage', { KeyId }, there)).KeyLastUsage?.Operation).toBe('Encrypt')
  })

  it('works in every state, and by key id or ARN only', async () => {
    await encrypted(kms, KeyId, 'x')
    await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId })
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect((await usage(Arn)).KeyLastUsage?.Operation).toBe('Encrypt')
    expect(await kms.refusal('GetKeyLastUsage', { KeyId: 'alias/a' })).toMatchObject({
      code: 'NotFoundException',
      message: "Invalid keyId 'alias/a'",
    })
  })
})
