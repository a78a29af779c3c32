import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Caller } from '#kms/ports.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { importInput, importMaterial, inDays, newExternalKey } from '#testing/imports.ts'

const THIRD_REGION = 'ap-southeast-2' as Region

let kms: Harness
let there: Caller
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  there = kms.caller({ region: OTHER_REGION })
})

const ready = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const replicate = async (...regions: Region[]) => {
  for (const ReplicaRegion of regions) await kms.call('ReplicateKey', { KeyId, ReplicaRegion })
  await ready()
}
const current = async (caller?: Caller) =>
  (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata?.CurrentKeyMaterialId
const stateIn = async (caller?: Caller) => (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata?.KeyState
const namesIn = async (region: Region, work: () => Promise<unknown>) =>
  (await eventsOf(kms, work, { region })).map(({ eventName }) => eventName)
const statesIn = async (caller?: Caller) => {
  const input = { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' } as const
  const { Rotations = [] } = await kms.call('ListKeyRotations', input, caller)
  return Rotations.map(({ KeyMaterialState, ImportState }) => [KeyMaterialState, ImportState])
}
const notPrimary = (region: string) => ({
  code: 'UnsupportedOperationException',
  message: `arn:aws:kms:${region}:${ACCOUNT}:key/${KeyId} is not a multi-region primary key.`,
})

describe('rotation of a multi-Region key', () => {
  beforeEach(async () => {
    KeyId = (await kms.newKey({ MultiRegion: true })).KeyId
    await replicate(OTHER_REGION, THIRD_REGION)
  })

  it('on demand reaches every member at once, with the same material', async () => {
    const [before, old] = [await current(), await encrypted(kms, KeyId, 'old', there)]
    const rotate = () => kms.call('RotateKeyOnDemand', { KeyId })
    expect(await namesIn(OTHER_REGION, rotate)).toEqual(['RotateKey', 'SynchronizeMultiRegionKey'])
    const after = await current()
    expect(after).not.toBe(before)
    for (const region of [OTHER_REGION, THIRD_REGION]) expect(await current(kms.caller({ region }))).toBe(after)
    const CiphertextBlob = await encrypted(kms, KeyId, 'new', there)
    expect((await kms.call('Decrypt', { CiphertextBlob })).KeyMaterialId).toBe(after)
    expect((await kms.call('Decrypt', { CiphertextBlob: old })).KeyMaterialId).toBe(before)
    expect(await namesIn(REGION, rotate)).toEqual(['RotateKeyOnDemand', 'RotateKey'])
  })

  it('is listed in every Region alike', async () => {
    await kms.call('RotateKeyOnDemand', { KeyId })
    const [here, other] = await Promise.all([
      kms.call('ListKeyRotations', { KeyId }),
      kms.call('ListKeyRotations', { KeyId }, there),
    ])
    expect(here.Rotations).toHaveLength(1)
    expect(other).toStrictEqual(here)
  })

  it('is set, changed and asked for on the primary only, and shows in its replicas', async () => {
    for (const name of ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'] as const) {
      expect(await kms.refusal(name, { KeyId }, there)).toMatchObject(notPrimary(OTHER_REGION))
    }
    const enable = () => kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 })
    expect(await namesIn(OTHER_REGION, enable)).toEqual(['SynchronizeMultiRegionKey'])
    const status = await kms.call('GetKeyRotationStatus', { KeyId })
    expect(status).toMatchObject({ KeyRotationEnabled: true, NextRotationDate: addDays(kms.clock.now(), 100) })
    expect(await kms.call('GetKeyRotationStatus', { KeyId }, there)).toStrictEqual(status)
    await kms.call('DisableKeyRotation', { KeyId })
    expect(await kms.call('GetKeyRotationStatus', { KeyId }, there)).toStrictEqual({ KeyId, KeyRotationEnabled: false })
  })

  it('that is automatic is done once for all members', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 })
    const before = await current()
    kms.clock.advanceDays(100)
    const names = await namesIn(THIRD_REGION, async () => expect(await ready()).toBe(1))
    expect(names).toEqual(['RotateKey', 'SynchronizeMultiRegionKey'])
    expect(await current()).not.toBe(before)
    expect(await current(there)).toBe(await current())
    const next = { NextRotationDate: addDays(kms.clock.now(), 100) }
    for (const caller of [kms.caller(), there]) {
      expect(await kms.call('GetKeyRotationStatus', { KeyId }, caller)).toMatchObject(next)
    }
  })

  it('waits while the primary is disabled, whatever its replicas are', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 })
    await kms.call('DisableKey', { KeyId })
    kms.clock.advanceDays(100)
    expect(await ready()).toBe(0)
    await kms.call('DisableKey', { KeyId }, there)
    await kms.call('EnableKey', { KeyId })
    expect(await ready()).toBe(1)
    expect(await current(there)).toBe(await current())
  })

  it('stops after 25 on-demand rotations also where the primary has moved', async () => {
    for (let times = 0; times < 25; times += 1) await kms.call('RotateKeyOnDemand', { KeyId })
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION })
    await ready()
    expect((await kms.refusal('RotateKeyOnDemand', { KeyId }, there)).code).toBe('LimitExceededException')
  })
})

describe('an imported multi-Region key', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)]
  const NEW = { ImportType: 'NEW_KEY_MATERIAL' } as const

  beforeEach(async () => {
    KeyId = (await newExternalKey(kms, { MultiRegion: true })).KeyId
    await importMaterial(kms, KeyId, first)
    await replicate(OTHER_REGION)
  })

  it('has replicas that wait for the same material, and for no other', async () => {
    expect(await stateIn(there)).toBe('PendingImport')
    const wrong = await importInput(kms, KeyId, second, {}, there)
    expect((await kms.refusal('ImportKeyMaterial', wrong, there)).code).toBe('IncorrectKeyMaterialException')
    const unasked = await importInput(kms, KeyId, second, NEW, there)
    expect(await kms.refusal('ImportKeyMaterial', unasked, there)).toMatchObject(notPrimary(OTHER_REGION))
    expect(await importMaterial(kms, KeyId, first, {}, there)).toBe(await current())
    expect(await stateIn(there)).toBe('Enabled')
    const CiphertextBlob = await encrypted(kms, KeyId, 'x', there)
    expect(Buffer.from((await kms.call('Decrypt', { CiphertextBlob })).Plaintext ?? []).toString()).toBe('x')
  })

  it('rotates when every member has the new material', async () => {
    await importMaterial(kms, KeyId, first, {}, there)
    const id = await importMaterial(kms, KeyId, second, NEW)
    const waiting = 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION'
    expect(await statesIn()).toEqual([
      ['CURRENT', 'IMPORTED'],
      [waiting, 'IMPORTED'],
    ])
    expect(await statesIn(there)).toEqual([
      ['CURRENT', 'IMPORTED'],
      [waiting, 'PENDING_IMPORT'],
    ])
    expect([await stateIn(), await stateIn(there)]).toEqual(['Enabled', 'Enabled'])
    expect((await kms.refusal('RotateKeyOnDemand', { KeyId })).code).toBe('KMSInvalidStateException')
    expect(await importMaterial(kms, KeyId, second, { ImportType: 'EXISTING_KEY_MATERIAL' }, there)).toBe(id)
    for (const caller of [kms.caller(), there]) {
      expect((await statesIn(caller)).at(-1)).toEqual(['PENDING_ROTATION', 'IMPORTED'])
    }
    await kms.call('RotateKeyOnDemand', { KeyId })
    expect([await current(), await current(there)]).toEqual([id, id])
  })

  it('keeps its primary usable while a replica lacks material', async () => {
    await importMaterial(kms, KeyId, first, {}, there)
    await kms.call('DeleteImportedKeyMaterial', { KeyId }, there)
    expect([await stateIn(), await stateIn(there)]).toEqual(['Enabled', 'PendingImport'])
  })

  it('forgets material that waits in all Regions when the primary gives it up, not when a replica does', async () => {
    await importMaterial(kms, KeyId, first, {}, there)
    const KeyMaterialId = await importMaterial(kms, KeyId, second, NEW)
    await importMaterial(kms, KeyId, second, {}, there)
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId }, there)
    expect([await stateIn(there), (await statesIn(there)).length]).toEqual(['Enabled', 2])
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId })
    expect([(await statesIn()).length, (await statesIn(there)).length]).toEqual([1, 1])
  })

  it('shows no date of material that it has forgotten, in any Region', async () => {
    await importMaterial(kms, KeyId, first, {}, there)
    const KeyMaterialId = await importMaterial(kms, KeyId, second, NEW)
    await importMaterial(kms, KeyId, second, { ValidTo: inDays(kms, 5) }, there)
    const metadata = async () => (await kms.call('DescribeKey', { KeyId }, there)).KeyMetadata
    expect(await metadata()).toMatchObject({ ValidTo: inDays(kms, 5) })
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId })
    expect(await metadata()).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' })
    expect(await metadata()).not.toHaveProperty('ValidTo')
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBeUndefined()
  })

  it('forgets material that waits also in a primary that was a replica and never had it', async () => {
    await importMaterial(kms, KeyId, first, {}, there)
    const KeyMaterialId = await importMaterial(kms, KeyId, second, NEW)
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION })
    await ready()
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId }, there)
    expect([(await statesIn()).length, (await statesIn(there)).length]).toEqual([1, 1])
    await importMaterial(kms, KeyId, randomBytes(32), NEW, there)
  })

  it('can be replicated while material waits: the new replica is given it too', async () => {
    await importMaterial(kms, KeyId, second, NEW)
    await replicate(THIRD_REGION)
    const third = kms.caller({ region: THIRD_REGION })
    expect(await statesIn(third)).toEqual([
      ['CURRENT', 'PENDING_IMPORT'],
      ['PENDING_MULTI_REGION_IMPORT_AND_ROTATION', 'PENDING_IMPORT'],
    ])
    await importMaterial(kms, KeyId, first, {}, third)
    expect(await stateIn(third)).toBe('Enabled')
  })
})
