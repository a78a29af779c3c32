import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { importInput, importMaterial, inDays, newExternalKey } from '#testing/imports.ts'

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const NEW = { ImportType: 'NEW_KEY_MATERIAL' } as const
const EXISTING = { ImportType: 'EXISTING_KEY_MATERIAL' } as const

let kms: Harness
let KeyId: string
let Arn: string
let firstId: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await newExternalKey(kms)
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
  firstId = await importMaterial(kms, KeyId, first)
})

type More = Parameters<typeof importMaterial>[3]
const bring = (bytes: Uint8Array, more?: More) => importMaterial(kms, KeyId, bytes, more)
const refusal = async (bytes: Uint8Array, more?: More) =>
  kms.refusal('ImportKeyMaterial', await importInput(kms, KeyId, bytes, more))
const rotate = () => kms.call('RotateKeyOnDemand', { KeyId })
const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
const all = async () =>
  (await kms.call('ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).Rotations
const decrypt = (CiphertextBlob: Uint8Array) => kms.call('Decrypt', { CiphertextBlob })
const WRONG = { code: 'IncorrectKeyMaterialException', message: '' }
const NONE_PENDING = () => ({
  code: 'KMSInvalidStateException',
  message: `No available key material pending rotation for the key: ${Arn}.`,
})
/** The second material in use, the first one kept for what it encrypted. */
const rotated = async (more?: More) => {
  const id = await bring(second, { ...NEW, ...more })
  await rotate()
  return id
}

describe('new material', () => {
  it('waits for its rotation, and changes nothing before it', async () => {
    const id = await bring(second, NEW)
    expect(id).not.toBe(firstId)
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: firstId })
    expect((await decrypt(await encrypted(kms, KeyId, 'x'))).KeyMaterialId).toBe(firstId)
    expect(await all()).toMatchObject([
      { KeyMaterialId: firstId, KeyMaterialState: 'CURRENT' },
      { KeyMaterialId: id, KeyMaterialState: 'PENDING_ROTATION' },
    ])
    expect((await kms.call('ListKeyRotations', { KeyId })).Rotations).toStrictEqual([])
  })

  it('must be said to be new, and must be new', async () => {
    expect(await refusal(second)).toMatchObject(WRONG)
    expect(await refusal(second, EXISTING)).toMatchObject(WRONG)
    expect(await refusal(first, NEW)).toMatchObject(WRONG)
    await rotated()
    expect(await refusal(first, NEW)).toMatchObject(WRONG)
    expect(await refusal(second, NEW)).toMatchObject(WRONG)
  })

  it('is refused while another waits, in AWS’s words', async () => {
    const pending = await bring(second, NEW)
    const other = await importMaterial(kms, KeyId, second, EXISTING)
    expect(other).toBe(pending)
    const refused = await refusal(third, NEW)
    expect(refused.code).toBe('KMSInvalidStateException')
    expect(refused.message).toMatch(/^New key material \(id: [0-9a-f]{64}\) cannot be imported into KMS key /)
    expect(refused.message).toContain(
      ` cannot be imported into KMS key ${KeyId}, because another key material (id: ${pending}) is pending rotation.`,
    )
  })

  it('comes in once when two are imported at the same time', async () => {
    const inputs = [await importInput(kms, KeyId, second, NEW), await importInput(kms, KeyId, third, NEW)]
    const outcomes = await Promise.allSettled(inputs.map((input) => kms.call('ImportKeyMaterial', input)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await all()).toHaveLength(2)
  })

  it('that is deleted before its rotation is forgotten, and leaves the key usable', async () => {
    const KeyMaterialId = await bring(second, NEW)
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId })
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: firstId })
    expect(await all()).toHaveLength(1)
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject(NONE_PENDING())
    await bring(third, NEW)
  })

  it('that expires before its rotation is forgotten, and leaves the key usable', async () => {
    await bring(second, { ...NEW, ValidTo: inDays(kms, 1) })
    kms.clock.advanceDays(1)
    const events = await eventsOf(kms, () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports))
    expect(events.map(({ eventName }) => eventName)).toEqual(['DeleteExpiredKeyMaterial'])
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' })
    expect(await all()).toHaveLength(1)
  })
})

describe('RotateKeyOnDemand of imported material', () => {
  it('needs material that waits', async () => {
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject(NONE_PENDING())
    await rotated()
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject(NONE_PENDING())
  })

  it('turns to the new material, keeps the old, and leaves the same events as any rotation', async () => {
    const old = await encrypted(kms, KeyId, 'old')
    const id = await bring(second, NEW)
    kms.clock.advanceDays(1)
    const events = await eventsOf(kms, async () => expect(await rotate()).toStrictEqual({ KeyId: Arn }))
    expect(events.map(({ eventName }) => eventName)).toEqual(['RotateKeyOnDemand', 'RotateKey'])
    expect(events[1]?.record.serviceEventDetails).toStrictEqual({
      rotationType: 'ON_DEMAND',
      keyOrigin: 'EXTERNAL',
      previousKeyMaterialId: firstId,
      currentKeyMaterialId: id,
      keyId: KeyId,
    })
    expect((await decrypt(old)).KeyMaterialId).toBe(firstId)
    expect((await decrypt(await encrypted(kms, KeyId, 'new'))).KeyMaterialId).toBe(id)
    expect(await metadata()).toMatchObject({ CurrentKeyMaterialId: id })
  })

  it('counts against the 25 of a key', async () => {
    await rotated()
    const record = await kms.ports.store.key(kms.caller().scope, KeyId as never)
    expect(record?.key.onDemandRotations).toBe(1)
  })
})

describe('ListKeyRotations with ALL_KEY_MATERIAL', () => {
  it('shows exactly AWS’s members of each material', async () => {
    const ValidTo = inDays(kms, 100)
    await bring(first, { KeyMaterialDescription: 'the first: 2026' })
    const secondId = await rotated({ ValidTo, KeyMaterialDescription: 'the second' })
    const RotationDate = kms.clock.now()
    const thirdId = await bring(third, NEW)
    const forever = { ImportState: 'IMPORTED', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    const expires = { ImportState: 'IMPORTED', ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo }
    const turned = { KeyMaterialState: 'CURRENT', RotationDate, RotationType: 'ON_DEMAND' }
    const [one, two] = ['the first: 2026', 'the second'].map((KeyMaterialDescription) => ({ KeyMaterialDescription }))
    expect(await all()).toStrictEqual([
      { KeyId, KeyMaterialId: firstId, ...one, ...forever, KeyMaterialState: 'NON_CURRENT' },
      { KeyId, KeyMaterialId: secondId, ...two, ...expires, ...turned },
      { KeyId, KeyMaterialId: thirdId, ...forever, KeyMaterialState: 'PENDING_ROTATION' },
    ])
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId: firstId })
    expect((await all())?.[0]).toStrictEqual({
      ...{ KeyId, KeyMaterialId: firstId, ...one, ImportState: 'PENDING_IMPORT', KeyMaterialState: 'NON_CURRENT' },
    })
  })
})

describe('a key of several materials', () => {
  it('is pending import while any that belongs to it is missing', async () => {
    const secondId = await rotated()
    const [old, recent] = [firstId, secondId]
    for (const [id, bytes] of [
      [old, first],
      [recent, second],
    ] as const) {
      await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId: id })
      expect(await metadata()).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: recent })
      expect(await bring(bytes)).toBe(id)
      expect(await metadata()).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: recent })
    }
  })

  it('is enabled only when all are back, in any order, and decrypts with each', async () => {
    const old = await encrypted(kms, KeyId, 'old')
    const secondId = await rotated()
    const recent = await encrypted(kms, KeyId, 'recent')
    await kms.call('DeleteImportedKeyMaterial', { KeyId })
    await kms.call('DeleteImportedKeyMaterial', { KeyId, KeyMaterialId: firstId })
    await bring(first)
    expect(await metadata()).toMatchObject({ KeyState: 'PendingImport' })
    await bring(second)
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled' })
    expect((await decrypt(old)).KeyMaterialId).toBe(firstId)
    expect((await decrypt(recent)).KeyMaterialId).toBe(secondId)
  })

  it('expires with the first of them, and DescribeKey shows the earliest date', async () => {
    const secondId = await rotated({ ValidTo: inDays(kms, 50) })
    await bring(first, { ValidTo: inDays(kms, 20) })
    expect(await metadata()).toMatchObject({ ValidTo: inDays(kms, 20) })
    kms.clock.advanceDays(20)
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
    expect(await metadata()).toMatchObject({
      KeyState: 'PendingImport',
      CurrentKeyMaterialId: secondId,
      ValidTo: inDays(kms, 30),
    })
  })
})

describe('asymmetric and HMAC keys', () => {
  it('have one material for life, and take no member that tells several apart', async () => {
    const key = await newExternalKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    KeyId = key.KeyId
    const id = await bring(first)
    expect(await bring(first)).toBe(id)
    expect(await refusal(second)).toMatchObject(WRONG)
    await kms.call('DeleteImportedKeyMaterial', { KeyId })
    expect(await refusal(second)).toMatchObject(WRONG)
    for (const more of [NEW, EXISTING, { KeyMaterialDescription: 'x' }, { KeyMaterialId: id }]) {
      expect((await refusal(first, more)).code).toBe('ValidationException')
    }
    expect(await bring(first)).toBe(id)
    expect(await metadata()).not.toHaveProperty('CurrentKeyMaterialId')
    expect((await kms.refusal('RotateKeyOnDemand', { KeyId })).code).toBe('UnsupportedOperationException')
    expect(await all()).toStrictEqual([])
  })
})
