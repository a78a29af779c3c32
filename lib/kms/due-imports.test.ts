import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { encrypted, newSubject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { importOf } from '#testing/fitting-keys.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { runDue } from './due.ts'

let kms: Harness

beforeEach(async () => {
  kms = await openHarness()
})

const run = (at: EpochMillis = kms.clock.now()) => runDue(MAIN_SANDBOX, at, kms.ports)

describe('imported material', () => {
  const DAYS = 30
  const metadataOf = async (KeyId: string) => (await kms.call('DescribeKey', { KeyId })).KeyMetadata
  /** A key whose material is imported, to expire in 30 days. */
  const expiring = async () => {
    const { keyId: KeyId } = await newSubject(kms, 'ImportKeyMaterial')
    const expiry = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: addDays(kms.clock.now(), DAYS) } as const
    const materialId = (await metadataOf(KeyId))?.CurrentKeyMaterialId
    await kms.call('ImportKeyMaterial', { ...(await importOf(kms, { KeyId })), ...expiry })
    return { KeyId, materialId, ValidTo: expiry.ValidTo }
  }
  it('expires at its date, with an event of the service, and can be brought back', async () => {
    const { KeyId, materialId, ValidTo } = await expiring()
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBe(ValidTo)
    expect(await run((ValidTo - 1) as EpochMillis)).toBe(0)
    kms.clock.advanceDays(DAYS)
    const events = await eventsOf(kms, () => run())
    expect(events).toMatchObject([
      {
        eventName: 'DeleteExpiredKeyMaterial',
        principal: 'kms.amazonaws.com',
        record: { eventType: 'AwsServiceEvent', serviceEventDetails: { keyId: KeyId, keyMaterialId: materialId } },
      },
    ])
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingImport', Enabled: false })
    expect(await metadataOf(KeyId)).not.toHaveProperty('ValidTo')
    expect((await kms.refusal('Decrypt', { CiphertextBlob })).code).toBe('KMSInvalidStateException')
    await kms.call('ImportKeyMaterial', await importOf(kms, { KeyId }))
    await kms.call('Decrypt', { CiphertextBlob })
    expect(await run()).toBe(0)
  })

  it('whose date was moved expires at the new one', async () => {
    const { KeyId } = await expiring()
    const ValidTo = addDays(kms.clock.now(), 2 * DAYS)
    const expiry = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo } as const
    await kms.call('ImportKeyMaterial', { ...(await importOf(kms, { KeyId })), ...expiry })
    expect(await run(addDays(kms.clock.now(), DAYS))).toBe(0)
    expect(await run(ValidTo)).toBe(1)
  })

  it('expires on a disabled key too, which is disabled again after the import', async () => {
    const { KeyId, ValidTo } = await expiring()
    await kms.call('DisableKey', { KeyId })
    expect(await run(ValidTo)).toBe(1)
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingImport' })
    await kms.call('ImportKeyMaterial', await importOf(kms, { KeyId }))
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'Disabled' })
  })

  it('expires while deletion is pending, which goes on', async () => {
    const { KeyId, ValidTo } = await expiring()
    kms.clock.advanceDays(10)
    const { DeletionDate = 0 } = await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 30 })
    expect(await run(ValidTo)).toBe(1)
    expect(await metadataOf(KeyId)).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate })
    expect(await run(DeletionDate as EpochMillis)).toBe(1)
    expect((await kms.refusal('DescribeKey', { KeyId })).code).toBe('NotFoundException')
  })
})
