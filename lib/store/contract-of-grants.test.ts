import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, EpochMillis, KeyArn, Region } from '#kernel/ids.ts'
import type { KeyRow } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { insert, update } from '#kms/domain/writes.ts'
import type { GrantPlace, Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { arnOfKey, freshScope, keyIdOf, materialIdOf, NOW, samplesIn } from '#testing/rows.ts'

const FIRST = { limit: 100 }
const [BOB, CAROL] = ['arn:aws:iam::111122223333:user/Bob', 'arn:aws:iam::111122223333:user/Carol']
const OTHER_ACCOUNT = '222233334444' as AccountId
const OTHER_REGION = 'eu-west-1' as Region
const at = (millis: number) => (NOW + millis) as EpochMillis

describe.each(implementations)('the store on $name', ({ open }) => {
  let folder: string
  let store: Store
  let samples: ReturnType<typeof samplesIn>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  beforeEach(() => {
    samples = samplesIn(freshScope())
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const commit = (...writes: Write[]) => store.commit({ writes, events: [] })
  const idsOf = (rows: readonly { readonly grantId: string }[]) => rows.map(({ grantId }) => grantId).join('')
  const grant = (...args: Parameters<typeof samples.grantRow>) => insert('grant', samples.grantRow(...args))

  describe('grants', () => {
    it('come back with every member as it was put', async () => {
      const { scope } = samples
      const full = samples.grantRow(1, 'a', { name: 'n', retiree: BOB, constraints: '{"equals":[["ä","😀"]]}' })
      await commit(insert('grant', full), grant(1, 'b', { endedAt: at(1) }))
      expect(await store.grant(scope, keyIdOf(1), 'a')).toMatchObject(full)
      expect(await store.grant(scope, keyIdOf(1), 'b')).toMatchObject({
        retiree: null,
        constraints: null,
        endedAt: at(1),
      })
      expect(await store.grant(scope, keyIdOf(1), 'c')).toBeUndefined()
      expect(await store.grant(scope, keyIdOf(2), 'a')).toBeUndefined()
    })

    it('of a key are listed while they are in force, in order, page by page, to one grantee or to all', async () => {
      const { scope } = samples
      const to = { grantee: BOB }
      await commit(grant(1, 'c'), grant(1, 'a', to), grant(1, 'd', to), grant(1, 'e', { endedAt: at(0) }))
      await commit(grant(2, 'b'), grant(1, 'b', to))
      const list = async (...more: [page?: { limit: number; after?: string }, grantee?: string]) =>
        idsOf(await store.grants(scope, keyIdOf(1), more[0] ?? FIRST, more[1]))
      expect(await list()).toBe('abcd')
      expect(await list({ limit: 2 })).toBe('ab')
      expect(await list({ limit: 2, after: 'b' })).toBe('cd')
      expect(await list({ limit: 2, after: 'aa' })).toBe('bc')
      expect(await list(FIRST, BOB)).toBe('abd')
      expect(await list({ limit: 1, after: 'a' }, BOB)).toBe('b')
      expect(await list({ limit: 0 })).toBe('')
    })

    it('to a grantee are found at once, and no longer once they have ended', async () => {
      const { scope } = samples
      const to = async (grantee: string) => idsOf(await store.grantsTo(scope, keyIdOf(1), grantee))
      expect([await to(BOB), await to(CAROL)]).toEqual(['', ''])
      await commit(grant(1, 'a', { grantee: BOB }), grant(1, 'b', { grantee: CAROL }))
      expect([await to(BOB), await to(CAROL)]).toEqual(['a', 'b'])
      await commit(grant(1, 'c', { grantee: BOB }))
      expect([await to(BOB), await to(CAROL)]).toEqual(['ac', 'b'])
      const ended = await store.grant(scope, keyIdOf(1), 'a')
      if (!ended) throw new Error('no grant')
      expect(await commit(update('grant', ended, { endedAt: at(5) }))).toBe('committed')
      expect([await to(BOB), await to(CAROL)]).toEqual(['c', 'b'])
      expect(await to(BOB.toLowerCase())).toBe('')
    })

    it('of another key, account, Region or sandbox are not found', async () => {
      const { scope } = samples
      const other = samplesIn({ ...scope, account: OTHER_ACCOUNT })
      const elsewhere = samplesIn({ ...scope, region: OTHER_REGION })
      const rows = [other, elsewhere, samplesIn(freshScope())].map((each) => each.grantRow(1, 'x', { grantee: BOB }))
      await commit(...rows.map((row) => insert('grant', row)), grant(2, 'y', { grantee: BOB }))
      expect(await store.grantsTo(scope, keyIdOf(1), BOB)).toEqual([])
      expect(await store.grants(scope, keyIdOf(1), FIRST)).toEqual([])
    })

    it('that a principal may retire are found in all accounts of a Region, in order, page by page', async () => {
      const { scope } = samples
      const other = samplesIn({ ...scope, account: OTHER_ACCOUNT })
      const elsewhere = samplesIn({ ...scope, region: OTHER_REGION })
      const retiree = BOB
      await commit(
        insert('grant', other.grantRow(1, 'e', { retiree })),
        ...(['d', 'c'] as const).map((id) => grant(2, id, { retiree })),
        ...(['b', 'a'] as const).map((id) => grant(1, id, { retiree })),
        grant(1, 'x', { retiree: CAROL }),
        grant(1, 'y', { grantee: BOB }),
        grant(1, 'z', { retiree, endedAt: at(0) }),
        insert('grant', elsewhere.grantRow(1, 'w', { retiree })),
      )
      const list = async (page: { limit: number; after?: GrantPlace } = FIRST, region = scope.region) =>
        idsOf(await store.retirableGrants({ sandbox: scope.sandbox, region }, BOB, page))
      expect(await list()).toBe('abcde')
      expect(await list(FIRST, OTHER_REGION)).toBe('w')
      const place = (n: number, grantId: string, account = scope.account) => ({ account, keyId: keyIdOf(n), grantId })
      expect(await list({ limit: 2 })).toBe('ab')
      expect(await list({ limit: 2, after: place(1, 'b') })).toBe('cd')
      expect(await list({ limit: 2, after: place(2, 'd') })).toBe('e')
      expect(await list({ limit: 2, after: { ...place(0, ''), account: OTHER_ACCOUNT } })).toBe('e')
      expect(await list({ limit: 2, after: place(1, 'e', OTHER_ACCOUNT) })).toBe('')
    })
  })

  describe('keys of every kind', () => {
    it('come back with every member as it was put, and their material', async () => {
      const key = samples.keyRow(1, {
        spec: 'ECC_NIST_P256',
        usage: 'SIGN_VERIFY',
        origin: 'EXTERNAL',
        state: 'PendingImport',
        resumesAs: 'Disabled',
        expirationModel: 'KEY_MATERIAL_EXPIRES',
        validTo: at(9),
        dueAt: at(9),
        pendingWindowInDays: 7,
        primaryRegion: OTHER_REGION,
        replicaRegions: 'ap-southeast-2 us-east-1',
        grantCount: 3,
        currentMaterialId: null,
      })
      const gone = samples.materialRow(1, { wrapped: null, description: 'ä 😀' })
      const held = samples.materialRow(2, {
        keyId: keyIdOf(1),
        number: 2,
        publicKey: Uint8Array.of(0, 255),
        validTo: at(9),
        rotatedAt: at(1),
        rotationType: 'ON_DEMAND',
      })
      const policy = insert('policy', samples.policyRow(1))
      await commit(insert('key', key), insert('material', gone), insert('material', held), policy)
      const record = await store.key(samples.scope, keyIdOf(1))
      const version = expect.any(Number)
      expect(record?.key).toEqual({ ...key, version })
      expect(record?.materials).toEqual([
        { ...gone, version },
        { ...held, version },
      ])
      const [row] = record?.materials ?? []
      if (!row) throw new Error('no material')
      await commit(update('material', row, { wrapped: Uint8Array.of(7), publicKey: Uint8Array.of(8) }))
      const after = await store.key(samples.scope, keyIdOf(1))
      expect(after?.materials[0]).toMatchObject({ wrapped: Uint8Array.of(7), publicKey: Uint8Array.of(8) })
      expect(after?.materials[0]?.materialId).toBe(materialIdOf(1))
    })

    it('fall due by whatever comes first for them, earliest first', async () => {
      const { sandbox, region } = samples.scope
      const changes: Partial<KeyRow>[] = [
        { state: 'Enabled', nextRotationAt: at(50) },
        { state: 'Enabled', nextRotationAt: at(50), validTo: at(40) },
        { state: 'Disabled', nextRotationAt: at(10) },
        { state: 'Disabled', validTo: at(30) },
        { state: 'PendingDeletion', deletionAt: at(60), nextRotationAt: at(5), validTo: at(70) },
        { state: 'PendingReplicaDeletion', nextRotationAt: at(5) },
        { state: 'Creating', createdAt: at(1), nextRotationAt: at(50) },
        { state: 'Updating', createdAt: at(2) },
        { state: 'Enabled', nextRotationAt: at(3), primaryRegion: OTHER_REGION, replicaRegions: region },
        { state: 'Enabled', nextRotationAt: at(20), primaryRegion: region, replicaRegions: OTHER_REGION },
        { state: 'PendingImport', resumesAs: 'Enabled' },
      ]
      for (const [n, change] of changes.entries()) await commit(...samples.newKey(n, change))
      const found = await store.due(sandbox, at(1000), 100)
      const dueAfter = found.map((key) => [Number(key.keyId.slice(-2)), Number(key.dueAt) - NOW])
      expect(dueAfter).toEqual([
        [6, 1],
        [7, 2],
        [9, 20],
        [3, 30],
        [1, 40],
        [0, 50],
        [4, 60],
      ])
      expect((await store.due(sandbox, at(20), 100)).length).toBe(3)
      expect((await store.due(sandbox, at(20), 2)).length).toBe(2)
      expect(await store.nextDue(sandbox)).toBe(at(1))
      expect(await store.nextDue(freshScope().sandbox)).toBeUndefined()
    })
  })

  describe('the last use of a key', () => {
    it('is its newest successful use, in its own scope', async () => {
      const { scope } = samples
      const use = (id: string, n: number, keyUse = true) => samples.eventDraft(id, { resources: [arnOfKey(n)], keyUse })
      const last = async (n: number, where = scope) => (await store.lastUse(where, arnOfKey(n) as KeyArn))?.eventId
      expect(await last(1)).toBeUndefined()
      await store.commit({ writes: [], events: [use('a', 1), use('b', 1), use('c', 1, false), use('d', 2)] })
      expect([await last(1), await last(2), await last(3)]).toEqual(['event-b', 'event-d', undefined])
      expect(await last(1, { ...scope, region: OTHER_REGION })).toBeUndefined()
      const both = samples.eventDraft('e', { resources: [arnOfKey(3), arnOfKey(1)] })
      await store.commit({ writes: [], events: [both] })
      expect([await last(1), await last(3)]).toEqual(['event-e', 'event-e'])
    })
  })
})
