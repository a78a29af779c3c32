import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import type { KeyMetadata } from '#model/api.ts'
import { defaultKeyPolicyText } from '#policy/default-policy.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { importMaterial, inDays, newExternalKey } from '#testing/imports.ts'

const THIRD_REGION = 'ap-southeast-2' as Region

let kms: Harness
let there: Caller
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  there = kms.caller({ region: OTHER_REGION })
  await use(await kms.newKey({ MultiRegion: true }))
})

async function use(key: KeyMetadata) {
  KeyId = key.KeyId
  for (const ReplicaRegion of [OTHER_REGION, THIRD_REGION]) await kms.call('ReplicateKey', { KeyId, ReplicaRegion })
  await ready()
}
const ready = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const promote = (caller?: Caller) => kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION }, caller)
const refusal = (PrimaryRegion: string = OTHER_REGION, caller?: Caller) =>
  kms.refusal('UpdatePrimaryRegion', { KeyId, PrimaryRegion }, caller)
const stateIn = async (region: Region) =>
  (await kms.call('DescribeKey', { KeyId }, kms.caller({ region }))).KeyMetadata?.KeyState
const arnIn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${KeyId}`
const memberIn = (Region: string) => ({ Arn: arnIn(Region), Region })

describe('UpdatePrimaryRegion', () => {
  it('makes both keys Updating, then Enabled, and leaves other replicas as they are', async () => {
    expect(await promote()).toBeUndefined()
    expect([await stateIn(REGION), await stateIn(OTHER_REGION)]).toEqual(['Updating', 'Updating'])
    expect(await stateIn(THIRD_REGION)).toBe('Enabled')
    await encrypted(kms, KeyId, 'goes on meanwhile', there)
    expect(await ready()).toBe(2)
    expect([await stateIn(REGION), await stateIn(OTHER_REGION)]).toEqual(['Enabled', 'Enabled'])
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBeUndefined()
  })

  it('swaps the places, as every member tells', async () => {
    await promote()
    await ready()
    for (const [region, MultiRegionKeyType] of [
      [REGION, 'REPLICA'],
      [OTHER_REGION, 'PRIMARY'],
      [THIRD_REGION, 'REPLICA'],
    ] as const) {
      const { KeyMetadata } = await kms.call('DescribeKey', { KeyId }, kms.caller({ region }))
      expect(KeyMetadata?.MultiRegionConfiguration).toStrictEqual({
        MultiRegionKeyType,
        PrimaryKey: memberIn(OTHER_REGION),
        ReplicaKeys: [memberIn(THIRD_REGION), memberIn(REGION)],
      })
    }
  })

  it('moves what only a primary can do, with the schedule of its rotation', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await promote()
    await ready()
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject({
      code: 'UnsupportedOperationException',
      message: `${arnIn(REGION)} is not a multi-region primary key.`,
    })
    await kms.call('RotateKeyOnDemand', { KeyId }, there)
    kms.clock.advanceDays(90)
    await kms.call('DisableKey', { KeyId })
    expect(await ready()).toBe(1)
    const { Rotations } = await kms.call('ListKeyRotations', { KeyId })
    expect(Rotations?.map(({ RotationType }) => RotationType)).toEqual(['ON_DEMAND', 'AUTOMATIC'])
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: THIRD_REGION }, there)
  })

  it('can be taken back', async () => {
    await promote()
    await ready()
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: REGION }, there)
    await ready()
    await kms.call('RotateKeyOnDemand', { KeyId })
  })

  it('is recorded in the Regions of both keys, each with its own key', async () => {
    const before = (await kms.events({ region: OTHER_REGION })).length
    const [here, synchronized, ...none] = await eventsOf(kms, () => promote())
    expect(none).toEqual([])
    expect(synchronized?.eventName).toBe('SynchronizeMultiRegionKey')
    expect(here).toMatchObject({ eventName: 'UpdatePrimaryRegion', record: { awsRegion: REGION } })
    expect(here?.record).toMatchObject({
      requestParameters: { keyId: KeyId, primaryRegion: OTHER_REGION },
      responseElements: { keyId: arnIn(REGION) },
    })
    const [other] = (await kms.events({ region: OTHER_REGION })).slice(before)
    expect(other).toMatchObject({ eventName: 'UpdatePrimaryRegion', resources: [arnIn(OTHER_REGION)] })
    const third = (await kms.events({ region: THIRD_REGION })).at(-1)
    expect(third?.eventName).toBe('SynchronizeMultiRegionKey')
  })

  it('is refused on a replica, on a single-Region key, and where there is no replica', async () => {
    const notPrimary = { code: 'UnsupportedOperationException' }
    expect(await refusal(THIRD_REGION, there)).toMatchObject({
      ...notPrimary,
      message: `${arnIn(OTHER_REGION)} is not a multi-region primary key.`,
    })
    expect(await refusal('us-west-2')).toMatchObject({
      code: 'NotFoundException',
      message: `Key '${arnIn('us-west-2')}' does not exist`,
    })
    const single = await kms.newKey()
    const input = { KeyId: single.KeyId, PrimaryRegion: OTHER_REGION }
    expect(await kms.refusal('UpdatePrimaryRegion', input)).toMatchObject(notPrimary)
  })

  it('is refused for the Region that holds the primary already', async () => {
    expect((await refusal(REGION)).code).toBe('ValidationException')
    expect(await stateIn(REGION)).toBe('Enabled')
  })

  it('needs both keys to be enabled', async () => {
    const disabled = (region: Region) => ({ code: 'DisabledException', message: `${arnIn(region)} is disabled.` })
    await kms.call('DisableKey', { KeyId }, there)
    expect(await refusal()).toMatchObject(disabled(OTHER_REGION))
    await kms.call('EnableKey', { KeyId }, there)
    await kms.call('DisableKey', { KeyId })
    expect(await refusal()).toMatchObject(disabled(REGION))
    await kms.call('EnableKey', { KeyId })
    await kms.call('ScheduleKeyDeletion', { KeyId }, there)
    expect(await refusal()).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${arnIn(OTHER_REGION)} is pending deletion.`,
    })
  })

  it('needs permission on both keys', async () => {
    const policy = JSON.parse(defaultKeyPolicyText(ACCOUNT))
    const Deny = { Effect: 'Deny', Principal: '*', Action: 'kms:UpdatePrimaryRegion', Resource: '*' }
    const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, Deny] })
    await kms.call('PutKeyPolicy', { KeyId, Policy }, there)
    expect((await refusal()).code).toBe('AccessDeniedException')
  })

  it('keeps a member that lost its material in the meantime waiting for it', async () => {
    const material = randomBytes(32)
    const key = await newExternalKey(kms, { MultiRegion: true })
    KeyId = key.KeyId
    await importMaterial(kms, KeyId, material)
    await use(key)
    await importMaterial(kms, KeyId, material, { ValidTo: inDays(kms, 1) }, there)
    await promote()
    await ready()
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: REGION }, there)
    kms.clock.advanceDays(1)
    await ready()
    expect([await stateIn(REGION), await stateIn(OTHER_REGION)]).toEqual(['Enabled', 'PendingImport'])
  })
})
