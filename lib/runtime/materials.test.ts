import { beforeEach, describe, expect, it } from 'vitest'
import { createInstance } from '#crypto/instance-key.ts'
import { Keyring } from '#crypto/keyring.ts'
import { localRoot } from '#crypto/root/local-key.ts'
import { CryptoThreads } from '#crypto/threads/crypto-threads.ts'
import type { KeyId, SandboxId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { firstMaterial, symmetricKey } from '#kms/domain/material.ts'
import type { HeldMaterial, MaterialOwner, Materials, Store, Write } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from '#testing/harness.ts'
import { createMaterials } from './materials.ts'
import type { Seeds } from './seeds.ts'

const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }
const elsewhere = { ...scope, region: OTHER_REGION }
const ownerIn = (where = scope): MaterialOwner => ({
  scope: where,
  keyId: systemIds.uuid() as KeyId,
  spec: 'SYMMETRIC_DEFAULT',
  origin: 'AWS_KMS',
})
const root = { ...localRoot(systemSecrets.bytes(32), systemSecrets), health: async () => ({ ok: true }) as const }
const instance = await createInstance(root, systemIds.uuid(), systemSecrets)
const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
const newKeyring = () => new Keyring({ root, instanceKey: instance.key, secrets: systemSecrets })

const NO_SEEDS: Seeds = { of: () => undefined, during: (_, work) => work() }

let store: Store
let materials: Materials

beforeEach(() => {
  store = openMemoryStore()
  materials = createMaterials(newKeyring(), store, engine, NO_SEEDS)
})

const commit = (writes: readonly Write[]) => store.commit({ writes, events: [] })
const create = (owner: MaterialOwner) => materials.create([owner], 1)
const made = async (owner: MaterialOwner) => {
  const created = await create(owner)
  await commit(created.writes)
  return firstMaterial(created)
}
const keyOf = (owner: MaterialOwner, material: HeldMaterial, from = materials) =>
  symmetricKey(from.open(owner, material))
const NONCE = Buffer.alloc(24)
const AAD = Buffer.alloc(0)

describe('materials', () => {
  it('come with a new domain key for the first of a scope only, and once it is committed', async () => {
    const first = await create(ownerIn())
    const uncommitted = await create(ownerIn())
    for (const { writes } of [first, uncommitted]) expect(writes).toMatchObject([{ table: 'domainKey', version: 0 }])
    expect(await commit(first.writes)).toBe('committed')
    expect(await commit(uncommitted.writes)).toBe('stale')
    expect((await create(ownerIn())).writes).toEqual([])
    expect((await create(ownerIn(elsewhere))).writes).toHaveLength(1)
  })

  it('come with secrets that are sealed before the domain key of their scope is committed', async () => {
    const writes = await materials.begin(scope)
    const sealed = materials.sealSecret(scope, 'test', Buffer.from('a secret'))
    expect(materials.openSecret(scope, 'test', sealed)?.toString()).toBe('a secret')
    expect(await store.domainKeys()).toEqual([])
    expect(await commit(writes)).toBe('committed')
    expect(materials.openSecret(scope, 'test', sealed)?.toString()).toBe('a secret')
    expect(await materials.begin(scope)).toEqual([])
  })

  it('are opened for their owner, the same each time, and no two are alike', async () => {
    const owner = ownerIn()
    const [one, two] = [await made(owner), await made(owner)]
    const sealed = keyOf(owner, one).seal(NONCE, Buffer.from('x'), AAD)
    expect(keyOf(owner, one).open(NONCE, sealed, AAD)?.toString()).toBe('x')
    expect(keyOf(owner, two).open(NONCE, sealed, AAD)).toBeUndefined()
    expect(one.materialId).not.toBe(two.materialId)
  })

  it.each<[string, (owner: MaterialOwner) => MaterialOwner]>([
    ['key', (owner) => ({ ...owner, keyId: systemIds.uuid() as KeyId })],
    ['Region', (owner) => ({ ...owner, scope: elsewhere })],
    ['account', (owner) => ({ ...owner, scope: { ...scope, account: OTHER_ACCOUNT } })],
    ['spec', (owner) => ({ ...owner, keyId: owner.keyId, spec: 'HMAC_256' })],
    ['origin', (owner) => ({ ...owner, origin: 'EXTERNAL' })],
  ])('do not open for another %s', async (_, change) => {
    const owner = ownerIn()
    const row = await made(owner)
    await made(ownerIn(elsewhere))
    expect(() => materials.open(change(owner), row)).toThrow('does not open: the database was changed')
  })

  it('do not open when the record was changed or exchanged', async () => {
    const owner = ownerIn()
    const [one, two] = [await made(owner), await made(owner)]
    const changed = Buffer.from(one.wrapped)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    expect(() => materials.open(owner, { ...one, wrapped: changed })).toThrow('does not open')
    expect(() => materials.open(owner, { ...one, wrapped: two.wrapped })).toThrow('does not open')
  })

  it('of a key that is removed are forgotten', async () => {
    const owner = ownerIn()
    const row = await made(owner)
    materials.open(owner, row)
    const broken = { ...row, wrapped: Buffer.alloc(8) }
    materials.open(owner, broken)
    const key = { ...scope, keyId: owner.keyId }
    await commit([{ act: 'put', table: 'key', row: key as never, version: 0 }])
    await commit([{ act: 'remove', table: 'key', key, version: 2 }])
    expect(() => materials.open(owner, broken)).toThrow('does not open')
  })

  it('of a sandbox that was put back are opened anew', async () => {
    const listeners: ((sandbox: SandboxId) => void)[] = []
    const onRewind: Store['onRewind'] = (listener) => listeners.push(listener)
    materials = createMaterials(newKeyring(), { ...store, onRewind }, engine, NO_SEEDS)
    const owner = ownerIn()
    const material = await made(owner)
    const opened = materials.open(owner, material)
    for (const tell of listeners) tell('another' as SandboxId)
    expect(materials.open(owner, material)).toBe(opened)
    for (const tell of listeners) tell(owner.scope.sandbox)
    expect(materials.open(owner, material)).not.toBe(opened)
  })

  it('open in another process once it has adopted the domain keys of the store', async () => {
    const owner = ownerIn()
    const row = await made(owner)
    const keyring = newKeyring()
    const other = createMaterials(keyring, store, engine, NO_SEEDS)
    expect(() => other.open(owner, row)).toThrow('does not open')
    for (const domainKey of await store.domainKeys()) await keyring.adopt(domainKey)
    const sealed = keyOf(owner, row, other).seal(NONCE, Buffer.from('x'), AAD)
    expect(keyOf(owner, row).open(NONCE, sealed, AAD)?.toString()).toBe('x')
  })

  it('of a multi-Region key are the same for every member, each wrapped for its own Region', async () => {
    const owner = ownerIn()
    const replica = { ...owner, scope: elsewhere }
    const { all, writes } = await materials.create([owner, replica], 1)
    await commit(writes)
    const [here, there] = all
    if (!here || !there) throw new Error('not two')
    expect(here.materialId).toBe(there.materialId)
    expect(() => materials.open(replica, here)).toThrow('does not open')
    const sealed = keyOf(owner, here).seal(NONCE, Buffer.from('x'), AAD)
    expect(keyOf(replica, there).open(NONCE, sealed, AAD)?.toString()).toBe('x')
  })

  it('are copied to another owner, all under one new domain key', async () => {
    const owner = ownerIn()
    const [one, two] = [await made(owner), await made(owner)]
    const copies = await materials.copy(owner, [one, two], { ...owner, scope: elsewhere })
    expect(copies.writes).toHaveLength(1)
    expect(copies.all.map(({ materialId }) => materialId)).toEqual([one.materialId, two.materialId])
  })

  it('that are brought in must be of their spec, and are zeroed', async () => {
    const [good, bad] = [Buffer.alloc(32, 7), Buffer.alloc(31, 7)]
    expect(await materials.adopt(ownerIn(), bad)).toBeUndefined()
    expect(await materials.adopt(ownerIn(), good)).toBeDefined()
    expect(Buffer.concat([good, bad])).toEqual(Buffer.alloc(63))
  })
})

describe('tokens', () => {
  it('open in their scope and for their purpose only', async () => {
    for (const where of [scope, elsewhere]) await made(ownerIn(where))
    const token = materials.mintToken(scope, 'marker:ListKeys', 'päyload')
    expect(materials.openToken(scope, 'marker:ListKeys', token)).toBe('päyload')
    expect(materials.openToken(scope, 'marker:ListAliases', token)).toBeUndefined()
    expect(materials.openToken(elsewhere, 'marker:ListKeys', token)).toBeUndefined()
    expect(materials.openToken(scope, 'marker:ListKeys', `${token}A`)).toBeUndefined()
  })

  it('of a scope that has no domain key can be neither made nor opened', () => {
    expect(() => materials.mintToken(scope, 'p', 'x')).toThrow('main/111122223333/us-east-1 has no domain key')
    expect(materials.openToken(scope, 'p', 'x')).toBeUndefined()
  })
})
