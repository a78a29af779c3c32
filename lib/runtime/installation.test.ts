import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRootKeyFile } from '#crypto/root/file.ts'
import { lengthPrefixed, utf8 } from '#kernel/bytes.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { insert, update } from '#kms/domain/writes.ts'
import type { Store } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { declareCurrent, openInstallation, openTrailSigner } from './installation.ts'

const pathOf = folderPerTest()
let store: Store
let rootKeyFile: string

beforeEach(() => {
  store = openMemoryStore()
  rootKeyFile = pathOf('root/root.key')
})

const open = (more: { store?: Store; rootKeyFile?: string } = {}) =>
  openInstallation({ store, rootKeyFile, ids: systemIds, secrets: systemSecrets, ...more })

async function rowsOf(): Promise<Map<string, Uint8Array>> {
  return new Map((await store.instance()).map(({ name, value }) => [name, value]))
}

async function removeRow(name: string): Promise<void> {
  const row = (await store.instance()).find((one) => one.name === name)
  if (!row) throw new Error(`no ${name}`)
  await store.commit({ writes: [{ act: 'remove', table: 'instance', key: row, version: row.version }], events: [] })
}

describe('an installation', () => {
  it('makes itself in an empty store: a root key file that only its owner reads, and what it wraps', async () => {
    const { id, root } = await open()
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(statSync(rootKeyFile).mode & 0o777).toBe(0o600)
    expect(await root.health()).toEqual({ ok: true })
    const names = (await store.instance()).map(({ name }) => name)
    expect(names).toEqual([
      'checkpoint-key',
      'checkpoint-public-key',
      'export-key',
      'instance-id',
      'instance-key',
      'root-id',
    ])
  })

  it('is the same when it is opened again', async () => {
    const [first, again] = [await open(), await open()]
    expect(again.id).toBe(first.id)
    expect(again.root.id).toBe(first.root.id)
    expect(again.key.export()).toEqual(first.key.export())
    expect(again.checkpointKey.publicKey).toBe(first.checkpointKey.publicKey)
  })

  it('knows that its rows are sealed, by nothing that could be taken out of the database', async () => {
    const made = await open()
    expect(made.isSealed).toBe(true)
    const aad = Buffer.concat([utf8('keystead instance key v1'), lengthPrefixed(made.id), lengthPrefixed(made.root.id)])
    const row = (await store.instance()).find(({ name }) => name === 'instance-key')
    if (!row) throw new Error('no instance key')
    const value = await made.root.wrap(made.key.export(), aad)
    await store.commit({ writes: [update('instance', row, { value })], events: [] })
    const older = await open()
    expect(older.isSealed).toBe(false)
    await declareCurrent(older, store)
    expect((await open()).isSealed).toBe(true)
    expect((await store.instance()).map(({ name }) => name)).toHaveLength(6)
  })

  it('takes a root key file that is there already', async () => {
    const made = await createRootKeyFile(rootKeyFile, systemIds.uuid(), systemSecrets)
    const before = readFileSync(rootKeyFile)
    expect((await open()).root.id).toBe(made.id)
    expect(readFileSync(rootKeyFile)).toEqual(before)
  })

  it('is another in another store, also under the same root key', async () => {
    const [one, other] = [await open(), await open({ store: openMemoryStore() })]
    expect(other.root.id).toBe(one.root.id)
    expect(other.id).not.toBe(one.id)
    expect(other.key.export()).not.toEqual(one.key.export())
  })

  it('is not given a new root key when the file is gone', async () => {
    await open()
    rmSync(rootKeyFile)
    await expect(open()).rejects.toMatchObject({ code: 'RootKeyMissing' })
    expect(existsSync(rootKeyFile)).toBe(false)
  })

  it('is not opened by the root key of another one: both are named', async () => {
    const { id, root } = await open()
    const other = await open({ store: openMemoryStore(), rootKeyFile: pathOf('other/root.key') })
    const error = await open({ rootKeyFile: pathOf('other/root.key') }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'RootMismatch' })
    for (const name of [id, other.id, root.id, other.root.id]) expect(String(error)).toContain(name)
  })

  it.each(['instance-id', 'root-id', 'instance-key', 'checkpoint-key'])(
    'is not opened without its %s',
    async (name) => {
      await open()
      await removeRow(name)
      await expect(open()).rejects.toThrow(`The database lacks ${name}`)
    },
  )

  it.each([
    ['instance-id', 'InstanceKeyDamaged'],
    ['instance-key', 'InstanceKeyDamaged'],
    ['checkpoint-key', 'CheckpointKeyDamaged'],
  ])('is not opened when its %s was changed', async (name, code) => {
    await open()
    const row = (await store.instance()).find((one) => one.name === name)
    if (!row) throw new Error(`no ${name}`)
    const value = Buffer.from(row.value)
    value[5] = (value[5] ?? 0) ^ 1
    await store.commit({
      writes: [{ act: 'put', table: 'instance', row: { name, value }, version: row.version }],
      events: [],
    })
    await expect(open()).rejects.toMatchObject({ code })
  })

  it('is not opened when its checkpoint-public-key is not that of its checkpoint key', async () => {
    await open()
    await removeRow('checkpoint-public-key')
    const value = Buffer.alloc(32, 1)
    await store.commit({ writes: [insert('instance', { name: 'checkpoint-public-key', value })], events: [] })
    await expect(open()).rejects.toThrow('The database holds another checkpoint-public-key')
  })

  it('keeps the public half of its checkpoint key where it is read without the root', async () => {
    const { checkpointKey } = await open()
    const kept = (await rowsOf()).get('checkpoint-public-key') ?? Buffer.alloc(0)
    expect(Buffer.from(kept).toString('base64')).toBe(checkpointKey.publicKey)
  })

  it('of an earlier version is given what it lacks, once', async () => {
    const { checkpointKey } = await open()
    await removeRow('checkpoint-public-key')
    await removeRow('export-key')
    expect((await open()).checkpointKey.publicKey).toBe(checkpointKey.publicKey)
    const rows = await rowsOf()
    expect([...rows.keys()]).toEqual(expect.arrayContaining(['checkpoint-public-key', 'export-key']))
    await open()
    expect(await rowsOf()).toEqual(rows)
  })
})

describe('the signer of trails', () => {
  it('is the export key of the installation, also for who only reads its rows', async () => {
    const { id } = await open()
    const rows = await rowsOf()
    const [one, other] = [
      await openTrailSigner(rows, rootKeyFile, systemSecrets),
      await openTrailSigner(rows, rootKeyFile, systemSecrets),
    ]
    expect(one.instanceId).toBe(id)
    expect(one.exportKey.fingerprint).toBe(other.exportKey.fingerprint)
    expect(await rowsOf()).toEqual(rows)
  })

  it('is not made by who only reads', async () => {
    await open()
    await removeRow('export-key')
    const signer = openTrailSigner(await rowsOf(), rootKeyFile, systemSecrets)
    await expect(signer).rejects.toThrow('start the server on it once')
  })

  it('does not open with the root key of another installation', async () => {
    await open()
    await open({ store: openMemoryStore(), rootKeyFile: pathOf('other/root.key') })
    const signer = openTrailSigner(await rowsOf(), pathOf('other/root.key'), systemSecrets)
    await expect(signer).rejects.toMatchObject({ code: 'RootMismatch' })
  })
})
