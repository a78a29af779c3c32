import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis, KeyId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { newSubject } from '#testing/calls.ts'
import { GRANTEE, RETIREE } from '#testing/earlier-calls.ts'
import { newFittingKey } from '#testing/fitting-keys.ts'
import { type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { elsewhere } from '#testing/reached-states.ts'
import { runDue } from './due.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const run = (at: EpochMillis = kms.clock.now()) => runDue(MAIN_SANDBOX, at, kms.ports)

describe('the deletion of a key', () => {
  it('ends its grants, which stay to explain past decisions', async () => {
    const { KeyId } = await kms.newKey()
    const terms = { GranteePrincipal: GRANTEE, RetiringPrincipal: RETIREE, Operations: ['Decrypt'] } as const
    const { GrantId = '' } = await kms.call('CreateGrant', { KeyId, ...terms })
    const retirable = async () => (await kms.call('ListRetirableGrants', { RetiringPrincipal: RETIREE })).Grants
    expect(await retirable()).toHaveLength(1)
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await retirable()).toHaveLength(1)
    kms.clock.advanceDays(30)
    await run()
    expect(await retirable()).toEqual([])
    const grant = await kms.ports.store.grant(kms.caller().scope, KeyId as KeyId, GrantId)
    expect(grant).toMatchObject({ operations: 'Decrypt', endedAt: kms.clock.now() })
  })

  it('leaves its primary one replica less', async () => {
    const { keyId: KeyId } = await newSubject(kms, 'ReplicateKey')
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, elsewhere(kms))
    kms.clock.advanceDays(7)
    expect(await run()).toBe(1)
    expect((await kms.refusal('DescribeKey', { KeyId }, elsewhere(kms))).code).toBe('NotFoundException')
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'Enabled', MultiRegionConfiguration: { ReplicaKeys: [] } })
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
  })

  it('of a primary waits for its replicas, and then for its own window', async () => {
    const { keyId: KeyId } = await newSubject(kms, 'ReplicateKey')
    const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 10 })
    expect(await metadata()).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 10 })
    kms.clock.advanceDays(100)
    expect(await run()).toBe(0)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, elsewhere(kms))
    kms.clock.advanceDays(7)
    expect(await run()).toBe(1)
    const DeletionDate = addDays(kms.clock.now(), 10)
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate })
    expect(await metadata()).not.toHaveProperty('PendingDeletionWindowInDays')
    expect(await run((DeletionDate - 1) as EpochMillis)).toBe(0)
    expect(await run(DeletionDate)).toBe(1)
    expect((await kms.refusal('DescribeKey', { KeyId })).code).toBe('NotFoundException')
  })
})

describe('what is under way', () => {
  const stateOf = async (KeyId: string, caller = kms.caller()) =>
    (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata?.KeyState

  it.each([
    ['AWS_KMS', 'Enabled'],
    ['EXTERNAL', 'PendingImport'],
  ] as const)('a replica of a key of origin %s is Creating and then %s', async (Origin, state) => {
    const { KeyId } = await newFittingKey(kms, 'ReplicateKey', { Origin })
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })
    expect(await stateOf(KeyId, elsewhere(kms))).toBe('Creating')
    expect(await run()).toBe(1)
    expect(await stateOf(KeyId, elsewhere(kms))).toBe(state)
    expect(await run()).toBe(0)
  })

  it('primary and replica are Updating, and then as they were', async () => {
    const { keyId: KeyId } = await newSubject(kms, 'UpdatePrimaryRegion')
    const states = () => Promise.all([stateOf(KeyId), stateOf(KeyId, elsewhere(kms))])
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION })
    expect(await states()).toEqual(['Updating', 'Updating'])
    expect(await run()).toBe(2)
    expect(await states()).toEqual(['Enabled', 'Enabled'])
    expect(await run()).toBe(0)
  })
})

describe('an automatic rotation', () => {
  it('of a multi-Region key happens in all of its Regions at once', async () => {
    const { keyId: KeyId } = await newSubject(kms, 'ReplicateKey')
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    kms.clock.advanceDays(90)
    expect(await run()).toBe(1)
    const members = [kms.caller(), elsewhere(kms)]
    const rotations = members.map((caller) => kms.call('ListKeyRotations', { KeyId }, caller))
    const [here, there] = await Promise.all(rotations)
    expect(here?.Rotations).toMatchObject([{ RotationType: 'AUTOMATIC', KeyMaterialState: 'CURRENT' }])
    expect(there).toEqual(here)
    const { CiphertextBlob = Buffer.alloc(0) } = await kms.call(
      'Encrypt',
      { KeyId, Plaintext: Buffer.from('x') },
      elsewhere(kms),
    )
    await kms.call('Decrypt', { CiphertextBlob })
    expect((await kms.events({ region: OTHER_REGION })).map(({ eventName }) => eventName)).toContain('RotateKey')
  })
})
