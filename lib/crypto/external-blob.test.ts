import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { KeyMaterialId } from '#kernel/ids.ts'
import type { BlobContents } from './ciphertext-blob.ts'
import { parseBlob, sealBlob } from './ciphertext-blob.ts'
import { canonicalContext } from './encryption-context.ts'
import { type ExternalCipher, openExternal, parseExternalBlob, sealExternal } from './external-blob.ts'
import { KEY_ID, tampered, truncated } from './test-keys.ts'
import { xaesKey } from './xaes.ts'

const key = xaesKey(Buffer.alloc(32, 1))
const context = canonicalContext(new Map([['purpose', 'test']])) ?? Buffer.alloc(0)
const contents: BlobContents = {
  keyId: KEY_ID,
  materialId: 'c5'.repeat(32) as KeyMaterialId,
  key,
  nonce: Buffer.alloc(24, 9),
  plaintext: Buffer.from('hello'),
  context,
}

/** AES-256-GCM as an external key manager does it, remembering what it was asked. */
function externalKey(material: Buffer, ivLength = 12, metadata = Buffer.from('key_version=1')) {
  const asked: { readonly plaintext: Buffer; readonly aad: Buffer }[] = []
  const fullAad = (aad: Uint8Array, with_: Uint8Array) => Buffer.concat([aad, with_])
  const cipher: ExternalCipher = {
    async encrypt(plaintext, aad) {
      asked.push({ plaintext: Buffer.from(plaintext), aad: Buffer.from(aad) })
      const initializationVector = randomBytes(ivLength)
      const gcm = createCipheriv('aes-256-gcm', material, initializationVector).setAAD(fullAad(aad, metadata))
      const ciphertext = Buffer.concat([gcm.update(plaintext), gcm.final()])
      return { ciphertext, initializationVector, authenticationTag: gcm.getAuthTag(), ciphertextMetadata: metadata }
    },
    async decrypt({ ciphertext, initializationVector, authenticationTag, ciphertextMetadata }, aad) {
      const gcm = createDecipheriv('aes-256-gcm', material, initializationVector)
      gcm.setAAD(fullAad(aad, ciphertextMetadata)).setAuthTag(authenticationTag)
      return Buffer.concat([gcm.update(ciphertext), gcm.final()])
    },
  }
  return { ...cipher, asked }
}

const outside = externalKey(randomBytes(32))

async function open(bytes: Uint8Array, under = key, withContext: Uint8Array = context, by: ExternalCipher = outside) {
  const parsed = parseExternalBlob(bytes)
  const plaintext = parsed && (await openExternal(parsed, under, withContext, by).catch(() => 'refused outside'))
  return plaintext?.toString()
}

const refusals = [undefined, 'refused outside']

describe('a blob that is encrypted twice', async () => {
  const blob = await sealExternal(contents, outside)

  it('has the layout of version 1, suite 2', () => {
    expect(blob).toHaveLength(53 + 2 + 12 + 13 + 16 + 24 + 5 + 16)
    const head = ['b44d', '01', '02', '00', '1234abcd12ab34cd56ef1234567890ab', 'c5'.repeat(32), '0c0d']
    expect(blob.subarray(0, 55).toString('hex')).toBe(head.join(''))
    expect(blob.subarray(67, 80).toString()).toBe('key_version=1')
  })

  it('opens with the external key, our material and the context, and names key and material', async () => {
    expect(await open(blob)).toBe('hello')
    expect(parseExternalBlob(blob)).toMatchObject({ keyId: KEY_ID, materialId: contents.materialId })
  })

  it('does not open without the external key', async () => {
    expect(await open(blob, key, context, externalKey(randomBytes(32)))).toBe('refused outside')
  })

  it('does not open without our material, though the external key opens its half', async () => {
    expect(await open(blob, xaesKey(Buffer.alloc(32, 2)))).toBeUndefined()
  })

  it('does not open with another context', async () => {
    expect(await open(blob, key, Buffer.alloc(0))).toBe('refused outside')
    const careless: ExternalCipher = { ...outside, decrypt: async () => outside.asked[0]?.plaintext ?? Buffer.alloc(0) }
    expect(await open(blob, key, context, careless)).toBe('hello')
    expect(await open(blob, key, Buffer.alloc(0), careless)).toBeUndefined()
  })

  it('does not open with one bit changed anywhere, cut short or longer', async () => {
    for (const other of tampered(blob)) expect(refusals).toContain(await open(other))
    for (const other of truncated(blob)) expect(refusals).toContain(await open(other))
    expect(refusals).toContain(await open(Buffer.concat([blob, Buffer.alloc(1)])))
  })

  it('is none of the blobs that are encrypted once, nor the other way round', () => {
    expect(parseBlob(blob)).toBeUndefined()
    expect(parseExternalBlob(sealBlob(contents))).toBeUndefined()
  })

  it('shows neither plaintext nor context to the external key manager', () => {
    const [asked] = outside.asked
    expect(asked?.plaintext).toHaveLength(24 + 5 + 16)
    expect(asked?.plaintext.includes('hello')).toBe(false)
    expect(asked?.aad).toHaveLength(53 + 32)
    expect(asked?.aad.includes('purpose')).toBe(false)
  })

  it('does not open where the external key gives back less than it was given', async () => {
    const short: ExternalCipher = { ...outside, decrypt: async () => Buffer.alloc(3) }
    expect(await open(blob, key, context, short)).toBeUndefined()
  })

  it.each([
    [12, 0],
    [16, 0],
    [12, 20],
    [16, 20],
  ])('takes initialization vectors of %d bytes and metadata of %d, and the largest plaintext', async (iv, metadata) => {
    const by = externalKey(randomBytes(32), iv, Buffer.alloc(metadata, 1))
    const plaintext = Buffer.alloc(4096, 'x')
    const large = await sealExternal({ ...contents, plaintext }, by)
    expect(large).toHaveLength(4096 + 53 + 2 + iv + metadata + 16 + 40)
    expect(by.asked[0]?.plaintext).toHaveLength(4136)
    expect(await open(large, key, context, by)).toBe(plaintext.toString())
  })

  it.each([0, 4097])('holds no plaintext of %d bytes', async (length) => {
    await expect(sealExternal({ ...contents, plaintext: Buffer.alloc(length) }, outside)).rejects.toThrow(RangeError)
  })
})
