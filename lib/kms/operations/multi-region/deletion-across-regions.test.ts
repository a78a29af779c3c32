import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import { encrypted } from '#testing/calls.ts'
import { type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'

const THIRD_REGION = 'ap-southeast-2' as Region

let kms: Harness
let [there, third]: readonly Caller[] = []
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  there = kms.caller({ region: OTHER_REGION })
  third = kms.caller({ region: THIRD_REGION })
  const key = await kms.newKey({ MultiRegion: true })
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
  for (const ReplicaRegion of [OTHER_REGION, THIRD_REGION]) await kms.call('ReplicateKey', { KeyId, ReplicaRegion })
  await ready()
})

const ready = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const schedule = (PendingWindowInDays: number, caller?: Caller) =>
  kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays }, caller)
const metadata = async (caller?: Caller) => (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata
const passDays = async (days: number) => {
  kms.clock.advanceDays(days)
  await ready()
}

describe('the deletion of a replica', () => {
  it('is like that of any key, and the others no longer name it', async () => {
    const { DeletionDate, KeyState } = await schedule(7, there)
    expect([DeletionDate, KeyState]).toEqual([addDays(kms.clock.now(), 7), 'PendingDeletion'])
    expect((await metadata())?.MultiRegionConfiguration?.ReplicaKeys).toHaveLength(2)
    await passDays(7)
    expect((await kms.refusal('DescribeKey', { KeyId }, there)).code).toBe('NotFoundException')
    for (const caller of [kms.caller(), third]) {
      const { ReplicaKeys = [] } = (await metadata(caller))?.MultiRegionConfiguration ?? {}
      expect(ReplicaKeys.map(({ Region }) => Region)).toEqual([THIRD_REGION])
    }
    await kms.call('RotateKeyOnDemand', { KeyId })
    expect((await metadata(third))?.CurrentKeyMaterialId).toBe((await metadata())?.CurrentKeyMaterialId)
  })

  it('leaves no way to use the key in its Region, and makes a new replica a new key there', async () => {
    const CiphertextBlob = await encrypted(kms, KeyId, 'x', there)
    await kms.call('CreateAlias', { AliasName: 'alias/r', TargetKeyId: KeyId }, there)
    await schedule(7, there)
    await passDays(7)
    expect((await kms.refusal('Decrypt', { CiphertextBlob }, there)).code).toBe('AccessDeniedException')
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    await ready()
    expect(await metadata(there)).toMatchObject({ CreationDate: kms.clock.now(), KeyState: 'Enabled' })
    expect((await kms.call('GetKeyLastUsage', { KeyId }, there)).KeyLastUsage).toStrictEqual({})
    expect((await kms.call('ListAliases', { KeyId }, there)).Aliases).toStrictEqual([])
    await kms.call('Decrypt', { CiphertextBlob }, there)
  })
})

describe('the deletion of a primary', () => {
  const waiting = { KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 10, Enabled: false }

  it('waits for its replicas, with a window and without a date', async () => {
    const answer = await schedule(10)
    expect(answer).toStrictEqual({ KeyId: Arn, KeyState: 'PendingReplicaDeletion', PendingWindowInDays: 10 })
    expect(await metadata()).toMatchObject(waiting)
    expect(await metadata()).not.toHaveProperty('DeletionDate')
    await passDays(100)
    expect(await metadata()).toMatchObject(waiting)
    expect((await metadata(there))?.KeyState).toBe('Enabled')
  })

  it('begins its waiting period when the last replica is gone', async () => {
    await schedule(10)
    await schedule(7, there)
    await schedule(20, third)
    await passDays(7)
    expect(await metadata()).toMatchObject(waiting)
    await passDays(13)
    const DeletionDate = addDays(kms.clock.now(), 10)
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate })
    expect(await metadata()).not.toHaveProperty('PendingDeletionWindowInDays')
    await passDays(9)
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion' })
    await passDays(1)
    expect((await kms.refusal('DescribeKey', { KeyId })).code).toBe('NotFoundException')
  })

  it('lets nothing be done with it meanwhile but to cancel', async () => {
    await schedule(10)
    const error = { code: 'KMSInvalidStateException', message: `${Arn} is pending replica deletion.` }
    expect(await kms.refusal('Encrypt', { KeyId, Plaintext: Buffer.from('x') })).toMatchObject(error)
    expect(await kms.refusal('ScheduleKeyDeletion', { KeyId })).toMatchObject(error)
    expect(await kms.refusal('ReplicateKey', { KeyId, ReplicaRegion: 'us-west-2' })).toMatchObject(error)
    await encrypted(kms, KeyId, 'replicas go on', there)
    await kms.call('CancelKeyDeletion', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled' })
    expect(await metadata()).not.toHaveProperty('PendingDeletionWindowInDays')
    await schedule(7, there)
    await passDays(7)
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled' })
  })

  it('whose replicas are gone is like that of any key', async () => {
    await schedule(7, there)
    await schedule(7, third)
    await passDays(7)
    expect(await schedule(7)).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: addDays(kms.clock.now(), 7) })
  })
})
