import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyId as KeyIdentifier } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { openMemoryStore, openPrismaStore } from '#store/open.ts'
import { encrypted } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { folderPerTest } from '#testing/folder.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { importMaterial, inDays, newExternalKey } from '#testing/imports.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import { runDue } from './due.ts'
import type { DueChange } from './ports.ts'

const inFolder = folderPerTest()
const BOB = `arn:aws:iam::${ACCOUNT}:role/Bob`

let kms: Harness
let broken: BrokenStore

beforeEach(async () => {
  broken = breakable(openMemoryStore())
  kms = await openHarness(broken)
})

const run = () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports)
const namesOf = async (work: () => Promise<unknown>) => (await eventsOf(kms, work)).map(({ eventName }) => eventName)
const stateOf = async (KeyId: string, caller = kms.caller()) =>
  (await kms.call('DescribeKey', { KeyId }, caller)).KeyMetadata?.KeyState
const replicate = async (KeyId: string) => kms.call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION })

describe('due work', () => {
  it('that deletes a key ends its grants, and keeps their rows to explain past decisions', async () => {
    const { KeyId } = await kms.newKey()
    const input = { KeyId, GranteePrincipal: BOB, RetiringPrincipal: BOB, Operations: ['Encrypt'] } as const
    const grants = [await kms.call('CreateGrant', input), await kms.call('CreateGrant', input)]
    const ended = await kms.call('CreateGrant', input)
    await kms.call('RevokeGrant', { KeyId, GrantId: ended.GrantId ?? '' })
    kms.clock.advanceDays(1)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(7)
    await run()
    const { scope } = kms.caller()
    const { store } = kms.ports
    for (const { GrantId = '' } of grants) {
      const row = await store.grant(scope, KeyId as KeyIdentifier, GrantId)
      expect(row?.endedAt).toBe(kms.clock.now())
    }
    expect(await store.retirableGrants(scope, BOB, { limit: 10 })).toEqual([])
    const { GrantToken = '' } = grants[0] ?? {}
    expect((await kms.refusal('RetireGrant', { GrantToken })).code).toBe('NotFoundException')
  })

  it('tells of each key that changes, and of what became of it', async () => {
    const rotating = await kms.newKey()
    await kms.call('EnableKeyRotation', { KeyId: rotating.KeyId, RotationPeriodInDays: 90 })
    const going = await kms.newKey()
    await kms.call('ScheduleKeyDeletion', { KeyId: going.KeyId, PendingWindowInDays: 7 })
    const brought = await newExternalKey(kms)
    await importMaterial(kms, brought.KeyId, randomBytes(32), { ValidTo: inDays(kms, 30) })
    const shared = await kms.newKey({ MultiRegion: true })
    await replicate(shared.KeyId)
    const told: DueChange[] = []
    const start = kms.clock.now()
    kms.clock.advanceDays(90)
    await runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports, start, { tell: (change) => told.push(change) })
    expect(told.map(({ kind, key }) => [kind, key])).toEqual([
      ['ready', shared.Arn?.replace('us-east-1', OTHER_REGION)],
      ['deleted', going.Arn],
      ['expired', brought.Arn],
      ['rotated', rotating.Arn],
    ])
  })

  it('takes expired material out before the key goes, at the same moment', async () => {
    const { KeyId } = await newExternalKey(kms)
    await importMaterial(kms, KeyId, randomBytes(32), { ValidTo: inDays(kms, 7) })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(7)
    expect(await namesOf(run)).toEqual(['DeleteExpiredKeyMaterial', 'DeleteKey'])
  })

  it('takes out all materials that expire together, each with its event', async () => {
    const { KeyId } = await newExternalKey(kms)
    const [first, second] = [randomBytes(32), randomBytes(32)]
    await importMaterial(kms, KeyId, first, { ValidTo: inDays(kms, 7) })
    await importMaterial(kms, KeyId, second, { ValidTo: inDays(kms, 7), ImportType: 'NEW_KEY_MATERIAL' })
    await kms.call('RotateKeyOnDemand', { KeyId })
    kms.clock.advanceDays(7)
    expect(await namesOf(async () => expect(await run()).toBe(1))).toEqual([
      'DeleteExpiredKeyMaterial',
      'DeleteExpiredKeyMaterial',
    ])
    expect(await kms.ports.store.nextDue(MAIN_SANDBOX)).toBeUndefined()
    await importMaterial(kms, KeyId, second)
    expect(await stateOf(KeyId)).toBe('PendingImport')
    await importMaterial(kms, KeyId, first)
    expect(await stateOf(KeyId)).toBe('Enabled')
  })

  it('deletes a replica that was still being created when its deletion was scheduled', async () => {
    const { KeyId } = await kms.newKey({ MultiRegion: true })
    await replicate(KeyId)
    const there = kms.caller({ region: OTHER_REGION })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, there)
    expect(await run()).toBe(0)
    expect(await stateOf(KeyId, there)).toBe('PendingDeletion')
    kms.clock.advanceDays(7)
    expect(await run()).toBe(1)
    expect((await kms.refusal('DescribeKey', { KeyId }, there)).code).toBe('NotFoundException')
  })

  it('of a replica is planned anew when its primary changed meanwhile', async () => {
    const { KeyId } = await kms.newKey({ MultiRegion: true })
    await replicate(KeyId)
    await run()
    const there = kms.caller({ region: OTHER_REGION })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, there)
    kms.clock.advanceDays(7)
    broken.fault = (transaction) => {
      if (transaction.writes.length === 0) return undefined
      broken.fault = undefined
      return kms.call('RotateKeyOnDemand', { KeyId }).then(() => broken.commit(transaction))
    }
    await run()
    await run()
    expect((await kms.refusal('DescribeKey', { KeyId }, there)).code).toBe('NotFoundException')
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId })
    expect(KeyMetadata?.MultiRegionConfiguration?.ReplicaKeys).toEqual([])
    expect((await kms.call('ListKeyRotations', { KeyId })).Rotations).toHaveLength(1)
  })
})

describe('a call on a multi-Region key', () => {
  it('that meets the deletion of a replica half-way is planned anew', async () => {
    const rows = openMemoryStore()
    let meanwhile: (() => Promise<unknown>) | undefined
    kms = await openHarness({
      ...rows,
      async key(scope, keyId) {
        const work = scope.region === OTHER_REGION ? meanwhile : undefined
        if (work) meanwhile = undefined
        await work?.()
        return rows.key(scope, keyId)
      },
    })
    const { KeyId } = await kms.newKey({ MultiRegion: true })
    await replicate(KeyId)
    await run()
    const there = kms.caller({ region: OTHER_REGION })
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, there)
    kms.clock.advanceDays(7)
    meanwhile = run
    await kms.call('RotateKeyOnDemand', { KeyId })
    expect((await kms.refusal('DescribeKey', { KeyId }, there)).code).toBe('NotFoundException')
    expect((await kms.call('ListKeyRotations', { KeyId })).Rotations).toHaveLength(1)
  })
})

describe('keys of every kind on the database', () => {
  it('are replicated, promoted, rotated, granted, imported and deleted', { timeout: 30_000 }, async () => {
    const store = await openPrismaStore({ file: inFolder('keystead.db') })
    kms = await openHarness(store)
    const there = kms.caller({ region: OTHER_REGION })
    const { KeyId } = await kms.newKey({ MultiRegion: true })
    await kms.call('RotateKeyOnDemand', { KeyId })
    await replicate(KeyId)
    expect(await run()).toBe(1)
    const CiphertextBlob = await encrypted(kms, KeyId, 'x')
    await kms.call('Decrypt', { CiphertextBlob }, there)
    await kms.call('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION })
    expect(await run()).toBe(2)
    await kms.call('RotateKeyOnDemand', { KeyId }, there)
    const grantee = { GranteePrincipal: BOB, Operations: ['Encrypt'] } as const
    const { GrantToken = '' } = await kms.call('CreateGrant', { KeyId, ...grantee }, there)
    await kms.call('RetireGrant', { GrantToken }, there)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(7)
    expect(await run()).toBe(1)
    await kms.call('ReplicateKey', { KeyId, ReplicaRegion: kms.caller().scope.region }, there)
    expect(await run()).toBe(1)
    await kms.call('Decrypt', { CiphertextBlob })

    const external = await newExternalKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const material = randomBytes(32)
    await importMaterial(kms, external.KeyId, material, { ValidTo: inDays(kms, 1) })
    const mac = { KeyId: external.KeyId, Message: Buffer.from('x'), MacAlgorithm: 'HMAC_SHA_256' } as const
    const { Mac = Buffer.alloc(0) } = await kms.call('GenerateMac', mac)
    kms.clock.advanceDays(1)
    expect(await run()).toBe(1)
    await importMaterial(kms, external.KeyId, material)
    await kms.call('VerifyMac', { ...mac, Mac })
    await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' })
    expect((await kms.call('ListKeys', {})).Keys).toHaveLength(3)
    await store.close()
  })
})
