import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import type { Write } from '#kms/domain/writes.ts'
import { insert, remove, update } from '#kms/domain/writes.ts'
import type { Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { freshScope, keyIdOf, samplesIn } from '#testing/rows.ts'

const OTHER_REGION = 'eu-west-1' as Region

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
  const keyStore = (...args: Parameters<typeof samples.keyStoreRow>) => insert('keyStore', samples.keyStoreRow(...args))
  const storeOf = async (number: number) => {
    const found = (await store.keyStores(samples.scope)).find((row) => row.number === number)
    if (!found) throw new Error(`no key store ${number}`)
    return found
  }
  const inStore = { customKeyStoreId: 'cks-1', origin: 'EXTERNAL_KEY_STORE', xksKeyId: 'ext' } as const

  describe('key stores', () => {
    it('come back with every member as it was put, those of one account and Region in order', async () => {
      const full = samples.keyStoreRow(2, {
        type: 'AWS_CLOUDHSM',
        state: 'FAILED',
        errorCode: 'USER_LOCKED_OUT',
        keyCount: 3,
        clusterId: 'cluster-abcdefghijk',
        trustAnchor: '-----BEGIN CERTIFICATE-----\n',
        connectivity: null,
        uriEndpoint: null,
        uriPath: null,
        accessKeyId: null,
      })
      const elsewhere = { ...samples.keyStoreRow(1), region: OTHER_REGION }
      await commit(insert('keyStore', full), keyStore(1), insert('keyStore', elsewhere))
      const [first, second, ...more] = await store.keyStores(samples.scope)
      expect(first).toMatchObject({ number: 1, vpcServiceName: null })
      expect(second).toEqual({ ...full, version: second?.version, ...('mac' in (second ?? {}) && { mac: null }) })
      expect(Uint8Array.from(second?.secret ?? [])).toEqual(full.secret)
      expect(more).toEqual([])
    })

    it('are found by their state, in all accounts and Regions of a sandbox', async () => {
      const elsewhere = { ...samples.keyStoreRow(1, { state: 'CONNECTING' }), region: OTHER_REGION }
      await commit(keyStore(1), keyStore(2, { state: 'CONNECTING' }), insert('keyStore', elsewhere))
      const { sandbox } = samples.scope
      const connecting = await store.keyStoresIn(sandbox, 'CONNECTING')
      expect(connecting.map(({ region, number }) => [region, number])).toEqual([
        [OTHER_REGION, 1],
        ['us-east-1', 2],
      ])
      expect(await store.keyStoresIn(sandbox, 'FAILED')).toEqual([])
    })

    it('of one number are made once', async () => {
      expect(await commit(keyStore(1))).toBe('committed')
      expect(await commit(keyStore(1, { name: 'other' }))).toBe('stale')
    })

    it('are a part of the records of their keys, as they are by then', async () => {
      await commit(keyStore(1), keyStore(2), ...samples.newKey(1, inStore), ...samples.newKey(2))
      const recordOf = (n: number) => store.key(samples.scope, keyIdOf(n))
      expect((await recordOf(1))?.keyStore).toEqual(await storeOf(1))
      expect(Uint8Array.from((await recordOf(1))?.keyStore?.secret ?? [])).toEqual(Uint8Array.of(1, 255))
      expect(await recordOf(2)).not.toHaveProperty('keyStore')
      const before = await recordOf(1)
      await commit(update('keyStore', await storeOf(2), { state: 'DISCONNECTED' }))
      expect((await recordOf(1))?.keyStore).toEqual(before?.keyStore)
      await commit(update('keyStore', await storeOf(1), { state: 'DISCONNECTED' }))
      expect((await recordOf(1))?.keyStore?.state).toBe('DISCONNECTED')
      const [record] = await store.keyRecords(samples.scope)
      expect(record?.keyStore?.state).toBe('DISCONNECTED')
    })

    it('are missed by a key that is left without one', async () => {
      await commit(keyStore(1), ...samples.newKey(1, inStore))
      await commit(remove('keyStore', await storeOf(1)))
      await expect(store.key(samples.scope, keyIdOf(1))).rejects.toMatchObject({ code: 'corrupt' })
    })

    it('are where the origin of their keys says, or the key is corrupt', async () => {
      await commit(keyStore(1), ...samples.newKey(1, { ...inStore, customKeyStoreId: null, xksKeyId: null }))
      await commit(...samples.newKey(2, { ...inStore, origin: 'AWS_KMS' }))
      for (const n of [1, 2]) {
        await expect(store.key(samples.scope, keyIdOf(n))).rejects.toMatchObject({ code: 'corrupt' })
      }
    })

    it('know which key an external key belongs to', async () => {
      await commit(keyStore(1), keyStore(2), ...samples.newKey(1, inStore))
      const keyOf = (customKeyStoreId: string, xksKeyId: string, scope = samples.scope) =>
        store.keyOfExternal(scope, { customKeyStoreId, xksKeyId })
      expect((await keyOf('cks-1', 'ext'))?.keyId).toBe(keyIdOf(1))
      expect(await keyOf('cks-2', 'ext')).toBeUndefined()
      expect(await keyOf('cks-1', 'EXT')).toBeUndefined()
      expect(await keyOf('cks-1', 'ext', { ...samples.scope, region: OTHER_REGION })).toBeUndefined()
    })
  })

  describe('simulated clusters', () => {
    it('come back with every member as it was put, one or all', async () => {
      const row = samples.clusterRow('cluster-abcdefghijk', {
        state: 'INITIALIZED',
        zones: '',
        fault: 'NETWORK_ERRORS',
      })
      await commit(insert('cluster', row), insert('cluster', samples.clusterRow('cluster-aaaaaaaaaaa')))
      expect(await store.cluster(samples.scope, 'cluster-abcdefghijk')).toMatchObject({
        ...row,
        password: expect.anything(),
      })
      expect(await store.cluster({ ...samples.scope, region: OTHER_REGION }, row.clusterId)).toBeUndefined()
      const all = await store.clusters(samples.scope.sandbox)
      expect(all.map(({ clusterId }) => clusterId)).toEqual(['cluster-aaaaaaaaaaa', 'cluster-abcdefghijk'])
    })
  })
})
