import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Input } from '#model/api.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { importInput, importMaterial, inDays, newExternalKey } from '#testing/imports.ts'

const material = randomBytes(32)

let kms: Harness
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await newExternalKey(kms)
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const metadata = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
const importIt = (more?: Parameters<typeof importMaterial>[3]) => importMaterial(kms, KeyId, material, more)
const refusal = async (more: Parameters<typeof importMaterial>[3], bytes: Uint8Array = material) =>
  kms.refusal('ImportKeyMaterial', await importInput(kms, KeyId, bytes, more))
const runDueNow = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const decrypt = async (CiphertextBlob: Uint8Array) =>
  Buffer.from((await kms.call('Decrypt', { CiphertextBlob })).Plaintext ?? []).toString()
const PENDING = () => ({ code: 'KMSInvalidStateException', message: `${Arn} is pending import.` })

describe('a key without its material', () => {
  it('is pending import and shows no member of imported material', async () => {
    const key = await metadata()
    expect(key).toMatchObject({ Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false })
    for (const member of ['ExpirationModel', 'ValidTo', 'CurrentKeyMaterialId']) expect(key).not.toHaveProperty(member)
  })

  it('can neither be used, nor enabled, disabled or rotated', async () => {
    const Plaintext = Buffer.from('x')
    expect(await kms.refusal('Encrypt', { KeyId, Plaintext })).toMatchObject(PENDING())
    for (const name of ['EnableKey', 'DisableKey', 'RotateKeyOnDemand'] as const) {
      expect(await kms.refusal(name, { KeyId })).toMatchObject(PENDING())
    }
    expect(await kms.refusal('EnableKeyRotation', { KeyId })).toMatchObject({
      code: 'UnsupportedOperationException',
      message: `${Arn} origin is EXTERNAL which is not valid for this operation.`,
    })
  })

  it('goes back to pending import when its deletion is cancelled, and is then disabled by its import', async () => {
    await kms.call('ScheduleKeyDeletion', { KeyId })
    await kms.call('CancelKeyDeletion', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'PendingImport' })
    await importIt()
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled' })
  })
})

describe('ImportKeyMaterial', () => {
  it('answers the key ARN and an id that follows from key and material, and enables the key', async () => {
    const answer = await kms.call('ImportKeyMaterial', await importInput(kms, KeyId, material))
    expect(answer).toStrictEqual({ KeyId: Arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await metadata()).toMatchObject({
      KeyState: 'Enabled',
      Enabled: true,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      CurrentKeyMaterialId: answer.KeyMaterialId,
    })
    expect(await metadata()).not.toHaveProperty('ValidTo')
    expect(await importIt()).toBe(answer.KeyMaterialId)
    const other = await newExternalKey(kms)
    expect(await importMaterial(kms, other.KeyId, material)).not.toBe(answer.KeyMaterialId)
  })

  it.each<[string, Partial<Input<'ImportKeyMaterial'>>, string]>([
    ['no model and no date', {}, 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'],
    [
      'expiry without a date',
      { ExpirationModel: 'KEY_MATERIAL_EXPIRES' },
      'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    ],
  ])('refuses %s', async (_, more, message) => {
    const { ExpirationModel: _model, ...input } = await importInput(kms, KeyId, material)
    expect(await kms.refusal('ImportKeyMaterial', { ...input, ...more })).toMatchObject({
      code: 'ValidationException',
      message,
    })
  })

  it('refuses a date for material that does not expire, one that is past, and one beyond 365 days', async () => {
    const now = kms.clock.now()
    const forever = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    expect(await refusal({ ...forever, ValidTo: inDays(kms, 1) })).toMatchObject({ code: 'ValidationException' })
    expect(await refusal({ ValidTo: now })).toMatchObject({ code: 'ValidationException' })
    const tooFar = (inDays(kms, 365) + 1) as typeof now
    expect(await refusal({ ValidTo: tooFar })).toMatchObject({ code: 'ValidationException' })
    await importIt({ ValidTo: inDays(kms, 365) })
    expect(await metadata()).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: inDays(kms, 365) })
  })

  it('refuses material that is not the one it names', async () => {
    const id = await importIt()
    await importIt({ KeyMaterialId: id })
    const wrong = { code: 'IncorrectKeyMaterialException', message: '' }
    expect(await refusal({ KeyMaterialId: '0'.repeat(64) })).toMatchObject(wrong)
  })

  it('records the material, and neither token nor wrapped bytes', async () => {
    const input = await importInput(kms, KeyId, material, { ValidTo: inDays(kms, 7) })
    const [event] = await eventsOf(kms, () => kms.call('ImportKeyMaterial', input))
    const { CurrentKeyMaterialId } = (await metadata()) ?? {}
    expect(event?.record).toMatchObject({
      readOnly: false,
      responseElements: { keyId: Arn, keyMaterialId: CurrentKeyMaterialId },
      additionalEventData: { keyMaterialId: CurrentKeyMaterialId },
    })
    const text = JSON.stringify(event?.record.requestParameters)
    for (const secret of [input.ImportToken, input.EncryptedKeyMaterial]) {
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 40))
    }
  })
})

describe('expiry', () => {
  it('comes at its time: the material goes, the key is pending import, and the service says so', async () => {
    const ValidTo = inDays(kms, 30)
    const id = await importIt({ ValidTo })
    const CiphertextBlob = await encrypted(kms, KeyId, 'kept')
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBe(ValidTo)
    kms.clock.advance(ValidTo - kms.clock.now() - 1)
    expect(await runDueNow()).toBe(0)
    kms.clock.advance(1)
    const events = await eventsOf(kms, async () => expect(await runDueNow()).toBe(1))
    expect(events).toMatchObject([
      {
        eventName: 'DeleteExpiredKeyMaterial',
        requestId: null,
        resources: [Arn],
        record: {
          eventType: 'AwsServiceEvent',
          sourceIPAddress: 'AWS Internal',
          serviceEventDetails: { keyId: KeyId, keyMaterialId: id },
        },
      },
    ])
    const key = await metadata()
    expect(key).toMatchObject({ KeyState: 'PendingImport' })
    for (const member of ['ExpirationModel', 'ValidTo']) expect(key).not.toHaveProperty(member)
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(PENDING())
    await importIt()
    expect(await decrypt(CiphertextBlob)).toBe('kept')
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' })
  })

  it('is put off by importing the same material with a later date', async () => {
    await importIt({ ValidTo: inDays(kms, 10) })
    kms.clock.advanceDays(9)
    const ValidTo = inDays(kms, 10)
    await importIt({ ValidTo })
    kms.clock.advanceDays(2)
    expect(await runDueNow()).toBe(0)
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled', ValidTo })
  })

  it('on a disabled key leaves it disabled once the material is back', async () => {
    await importIt({ ValidTo: inDays(kms, 1) })
    await kms.call('DisableKey', { KeyId })
    kms.clock.advanceDays(1)
    await runDueNow()
    expect(await metadata()).toMatchObject({ KeyState: 'PendingImport' })
    await importIt()
    expect(await metadata()).toMatchObject({ KeyState: 'Disabled', Enabled: false })
  })

  it('on a key that is pending deletion leaves it so, and the deletion comes at its date', async () => {
    await importIt({ ValidTo: inDays(kms, 3) })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(3)
    expect(await runDueNow()).toBe(1)
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion' })
    kms.clock.advanceDays(4)
    expect(await runDueNow()).toBe(1)
    expect((await kms.refusal('DescribeKey', { KeyId })).code).toBe('NotFoundException')
  })
})

describe('DeleteImportedKeyMaterial', () => {
  it('takes the material out at once; again, and before any import, it is a success', async () => {
    expect(await kms.call('DeleteImportedKeyMaterial', { KeyId })).toStrictEqual({ KeyId: Arn })
    const KeyMaterialId = await importIt({ ValidTo: inDays(kms, 1) })
    for (let times = 0; times < 2; times += 1) {
      expect(await kms.call('DeleteImportedKeyMaterial', { KeyId })).toStrictEqual({ KeyId: Arn, KeyMaterialId })
      expect(await metadata()).toMatchObject({ KeyState: 'PendingImport' })
    }
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBeUndefined()
  })

  it('refuses material that the key never had', async () => {
    await importIt()
    const unknown = { KeyId, KeyMaterialId: 'f'.repeat(64) }
    expect((await kms.refusal('DeleteImportedKeyMaterial', unknown)).code).toBe('NotFoundException')
    expect(await metadata()).toMatchObject({ KeyState: 'Enabled' })
  })

  it('leaves a key that is pending deletion as it is; cancelled, it waits for its import', async () => {
    await importIt()
    await kms.call('ScheduleKeyDeletion', { KeyId })
    await kms.call('DeleteImportedKeyMaterial', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'PendingDeletion' })
    await kms.call('CancelKeyDeletion', { KeyId })
    expect(await metadata()).toMatchObject({ KeyState: 'PendingImport' })
  })

  it('leaves no way to open what was encrypted, not even in memory', async () => {
    await importIt()
    const CiphertextBlob = await encrypted(kms, KeyId, 'gone')
    await kms.call('DeleteImportedKeyMaterial', { KeyId })
    expect(await kms.refusal('Decrypt', { CiphertextBlob })).toMatchObject(PENDING())
  })
})
