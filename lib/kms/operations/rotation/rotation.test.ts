import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { Input, OperationName } from '#model/api.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await kms.newKey()
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const statusOf = async () => kms.call('GetKeyRotationStatus', { KeyId })
const currentMaterial = async () => (await kms.call('DescribeKey', { KeyId })).KeyMetadata?.CurrentKeyMaterialId
const rotations = async (more: Partial<Input<'ListKeyRotations'>> = {}) =>
  (await kms.call('ListKeyRotations', { KeyId, ...more })).Rotations ?? []
const rotate = () => kms.call('RotateKeyOnDemand', { KeyId })

describe('automatic rotation', () => {
  it('is off at first', async () => {
    expect(await statusOf()).toStrictEqual({ KeyId, KeyRotationEnabled: false })
  })

  it.each([
    [undefined, 365],
    [90, 90],
    [2560, 2560],
  ])('with a period of %s comes after %s days', async (asked, days) => {
    await kms.call('EnableKeyRotation', { KeyId, ...(asked === undefined ? {} : { RotationPeriodInDays: asked }) })
    expect(await statusOf()).toStrictEqual({
      KeyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: days,
      NextRotationDate: addDays(kms.clock.now(), days),
    })
  })

  it.each([
    [89, 'greater than or equal to 90'],
    [2561, 'less than or equal to 2560'],
  ])('refuses a period of %s days', async (RotationPeriodInDays, constraint) => {
    expect(await kms.refusal('EnableKeyRotation', { KeyId, RotationPeriodInDays })).toMatchObject({
      code: 'ValidationException',
      message: `1 validation error detected: Value '${RotationPeriodInDays}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value ${constraint}`,
    })
    expect(await statusOf()).toMatchObject({ KeyRotationEnabled: false })
  })

  it('enabled again replaces the period and counts from then', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 })
    kms.clock.advanceDays(50)
    await kms.call('EnableKeyRotation', { KeyId })
    expect(await statusOf()).toMatchObject({
      RotationPeriodInDays: 365,
      NextRotationDate: addDays(kms.clock.now(), 365),
    })
  })

  it('can be disabled, also when it is off', async () => {
    await kms.call('EnableKeyRotation', { KeyId })
    for (let times = 0; times < 2; times += 1) {
      await kms.call('DisableKeyRotation', { KeyId })
      expect(await statusOf()).toStrictEqual({ KeyId, KeyRotationEnabled: false })
    }
  })

  it('stays set on a disabled key, is hidden while deletion is pending, and comes back', async () => {
    await kms.call('EnableKeyRotation', { KeyId })
    const status = await statusOf()
    await kms.call('DisableKey', { KeyId })
    expect(await statusOf()).toStrictEqual(status)
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await statusOf()).toStrictEqual({ KeyId, KeyRotationEnabled: false })
    await kms.call('CancelKeyDeletion', { KeyId })
    expect(await statusOf()).toStrictEqual(status)
  })

  it.each<OperationName & ('EnableKeyRotation' | 'DisableKeyRotation' | 'RotateKeyOnDemand')>([
    'EnableKeyRotation',
    'DisableKeyRotation',
    'RotateKeyOnDemand',
  ])('%s refuses a disabled key', async (name) => {
    await kms.call('DisableKey', { KeyId })
    const error = { code: 'DisabledException', message: `${Arn} is disabled.` }
    expect(await kms.refusal(name, { KeyId })).toMatchObject(error)
  })
})

describe('RotateKeyOnDemand', () => {
  it('answers the key ARN and makes new material, leaving the schedule alone', async () => {
    await kms.call('EnableKeyRotation', { KeyId })
    const [before, status] = [await currentMaterial(), await statusOf()]
    kms.clock.advanceDays(1)
    expect(await rotate()).toStrictEqual({ KeyId: Arn })
    expect(await currentMaterial()).not.toBe(before)
    expect(await statusOf()).toStrictEqual(status)
  })

  it('works on a key that does not rotate by itself', async () => {
    await rotate()
    expect(await rotations()).toHaveLength(1)
  })

  it('keeps every old ciphertext open, names its material, and encrypts with the new one', async () => {
    const blobs: Uint8Array[] = []
    const materials: unknown[] = []
    for (let times = 0; times < 4; times += 1) {
      blobs.push(await encrypted(kms, KeyId, `round ${times}`))
      materials.push(await currentMaterial())
      await rotate()
    }
    expect(new Set(materials).size).toBe(4)
    for (const [round, CiphertextBlob] of blobs.entries()) {
      const { Plaintext, KeyMaterialId } = await kms.call('Decrypt', { CiphertextBlob })
      expect(Buffer.from(Plaintext ?? []).toString()).toBe(`round ${round}`)
      expect(KeyMaterialId).toBe(materials[round])
    }
  })

  it('stops after 25 in the life of a key, whatever becomes of the clock', async () => {
    for (let times = 0; times < 25; times += 1) await rotate()
    kms.clock.advanceDays(1000)
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject({
      code: 'LimitExceededException',
      message: `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${Arn}`,
    })
    expect(await rotations()).toHaveLength(25)
  })

  it('stops at 25 also when many come at the same time', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, rotate))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(25)
    expect(new Set((await rotations()).map(({ KeyMaterialId }) => KeyMaterialId)).size).toBe(25)
  })

  it('is a conflict within 20 minutes of an automatic rotation', async () => {
    const MINUTE = 60_000
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    kms.clock.advanceDays(90)
    kms.clock.advance(-20 * MINUTE - 1)
    await rotate()
    kms.clock.advance(1)
    expect(await kms.refusal('RotateKeyOnDemand', { KeyId })).toMatchObject({ code: 'ConflictException' })
    await kms.call('DisableKeyRotation', { KeyId })
    await rotate()
  })

  it('leaves its own event and a RotateKey event of the service, together', async () => {
    const previousKeyMaterialId = await currentMaterial()
    const events = await eventsOf(kms, rotate)
    const currentKeyMaterialId = await currentMaterial()
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      eventName: 'RotateKeyOnDemand',
      record: { requestParameters: { keyId: KeyId }, responseElements: { keyId: Arn }, readOnly: false },
    })
    expect(events[1]).toMatchObject({
      eventName: 'RotateKey',
      principal: 'kms.amazonaws.com',
      requestId: null,
      resources: [Arn],
      decisions: [],
    })
    expect(events[1]?.record).toMatchObject({
      eventType: 'AwsServiceEvent',
      userIdentity: { invokedBy: 'AWS Internal' },
      serviceEventDetails: {
        rotationType: 'ON_DEMAND',
        keyOrigin: 'AWS_KMS',
        previousKeyMaterialId,
        currentKeyMaterialId,
        keyId: KeyId,
      },
    })
    expect(events[1]?.record).not.toHaveProperty('requestID')
  })
})

describe('ListKeyRotations', () => {
  it('lists nothing for a key that never rotated, but its first material on request', async () => {
    expect(await kms.call('ListKeyRotations', { KeyId })).toStrictEqual({ Rotations: [], Truncated: false })
    expect(await rotations({ IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).toStrictEqual([
      { KeyId, KeyMaterialId: await currentMaterial(), KeyMaterialState: 'CURRENT' },
    ])
  })

  it('lists rotations oldest first, with exactly AWS’s members', async () => {
    const [born, dates] = [await currentMaterial(), [] as number[]]
    for (let times = 0; times < 2; times += 1) {
      kms.clock.advanceDays(1)
      dates.push(kms.clock.now())
      await rotate()
    }
    const current = await currentMaterial()
    const all = await rotations({ IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
    const middle = all[1]?.KeyMaterialId
    const common = { KeyId, RotationType: 'ON_DEMAND' }
    const listed = [
      { ...common, KeyMaterialId: middle, KeyMaterialState: 'NON_CURRENT', RotationDate: dates[0] },
      { ...common, KeyMaterialId: current, KeyMaterialState: 'CURRENT', RotationDate: dates[1] },
    ]
    expect(await rotations()).toStrictEqual(listed)
    expect(await rotations({ IncludeKeyMaterial: 'ROTATIONS_ONLY' })).toStrictEqual(listed)
    expect(all).toStrictEqual([{ KeyId, KeyMaterialId: born, KeyMaterialState: 'NON_CURRENT' }, ...listed])
  })
})
