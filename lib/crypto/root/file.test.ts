import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { tampered, truncated } from '../test-keys.ts'
import { createRootKeyFile, openRootKeyFile } from './file.ts'
import { readKeyFileText, writeKeyFileText } from './key-file-text.ts'

const MADE_FOR = '0f0e0d0c-0b0a-4908-8706-050403020100'
const AAD = Buffer.from('aad')
let base: string
let path: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'keystead-root-'))
  path = join(base, 'data-root', 'root.key')
})

afterEach(() => rmSync(base, { recursive: true }))

const create = () => createRootKeyFile(path, MADE_FOR, systemSecrets)
const open = () => openRootKeyFile(path, systemSecrets)
const modeOf = (file: string) => statSync(file).mode & 0o777

describe('root key file', () => {
  it('is made once, of mode 0600 in a folder of mode 0700, with nothing left beside it', async () => {
    const root = await create()
    expect([modeOf(path), modeOf(join(base, 'data-root'))]).toEqual([0o600, 0o700])
    expect(readdirSync(join(base, 'data-root'))).toEqual(['root.key'])
    expect(await root.health()).toEqual({ ok: true })
  })

  it('is never replaced', async () => {
    await create()
    const before = readFileSync(path)
    await expect(create()).rejects.toMatchObject({ code: 'RootKeyExists', message: expect.stringContaining(path) })
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(join(base, 'data-root'))).toEqual(['root.key'])
  })

  it('opens again what it wrapped, with the same id', async () => {
    const made = await create()
    const wrapped = await made.wrap(Buffer.from('domain key'), AAD)
    const again = await open()
    expect(again.id).toBe(made.id)
    expect(await again.unwrap(wrapped, AAD)).toEqual(Buffer.from('domain key'))
    expect(wrapped.includes('domain key')).toBe(false)
  })

  it('opens nothing with other AAD, one bit changed, cut short, or of another root', async () => {
    const root = await create()
    const wrapped = await root.wrap(Buffer.from('domain key'), AAD)
    expect(await root.unwrap(wrapped, Buffer.from('other'))).toBeUndefined()
    for (const other of [...tampered(wrapped), ...truncated(wrapped)])
      expect(await root.unwrap(other, AAD)).toBeUndefined()
    path = join(base, 'other', 'root.key')
    const other = await create()
    expect(other.id).not.toBe(root.id)
    expect(await other.unwrap(wrapped, AAD)).toBeUndefined()
  })

  it('is refused when it is not there', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'RootKeyMissing', message: expect.stringContaining(path) })
  })

  it.each(['0640', '0604', '0620', '0666'])('is refused when others may use it (mode %s)', async (mode) => {
    await create()
    chmodSync(path, Number.parseInt(mode, 8))
    const message = expect.stringContaining(`chmod 600 '${path}'`)
    await expect(open()).rejects.toMatchObject({ code: 'RootKeyExposed', message })
  })

  it('is refused when it is a folder', async () => {
    await expect(openRootKeyFile(base, systemSecrets)).rejects.toMatchObject({ code: 'RootKeyDamaged' })
  })

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['foreign', () => Buffer.from('-----BEGIN PRIVATE KEY-----\n')],
    ['cut short', (text: Buffer) => text.subarray(0, -1)],
    ['longer', (text: Buffer) => Buffer.concat([text, Buffer.from('\n')])],
  ])('is refused when it is %s, with a message that names it and not the key', async (_, change) => {
    await create()
    const text = readFileSync(path)
    writeFileSync(path, change(text))
    const error: unknown = await open().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'RootKeyDamaged', message: expect.stringContaining(path) })
    const digits = /key ([0-9a-f]{64})/.exec(text.toString())?.[1] ?? 'no key found'
    expect(String(error)).not.toContain(digits)
  })

  it('reports ill health when it is gone, opened to others, or another key', async () => {
    const root = await create()
    chmodSync(path, 0o644)
    expect(await root.health()).toMatchObject({ ok: false, reason: expect.stringContaining('chmod') })
    chmodSync(path, 0o600)
    writeFileSync(path, writeKeyFileText({ key: Buffer.alloc(32, 1), madeFor: MADE_FOR }))
    expect(await root.health()).toMatchObject({ ok: false, reason: expect.stringContaining('another key') })
    rmSync(path)
    expect(await root.health()).toMatchObject({ ok: false, reason: expect.stringContaining(path) })
  })
})

describe('text of a root key file', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 8))
  const text = writeKeyFileText({ key, madeFor: MADE_FOR })

  it('describes itself', () => {
    expect(text.toString()).toMatch(
      /^keystead root key v1\nid [0-9a-f]{32}\nfor 0f0e0d0c-0b0a-4908-8706-050403020100\nkey 00081018[0-9a-f]{56}\nsum [0-9a-f]{32}\n$/,
    )
  })

  it('gives back the key and whose it is', () => {
    expect(readKeyFileText(text)).toEqual({ key, madeFor: MADE_FOR })
  })

  it('gives no key with one bit changed anywhere, or cut short', () => {
    for (const other of [...tampered(text), ...truncated(text)]) expect(readKeyFileText(other)).toBeTypeOf('string')
  })
})
