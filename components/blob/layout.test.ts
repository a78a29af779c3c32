import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealBlob } from '#crypto/ciphertext-blob.ts'
import { sealExternal } from '#crypto/external-blob.ts'
import { xaesKey } from '#crypto/xaes.ts'
import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { layoutOf } from './layout.ts'

const KEY_ID = '7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90'
const MATERIAL_ID = 'ab'.repeat(32)
const contents = (keyId: string, plaintext = Buffer.from('invoice 20931')) => ({
  keyId: keyId as KeyId,
  materialId: MATERIAL_ID as KeyMaterialId,
  key: xaesKey(randomBytes(32)),
  nonce: randomBytes(24),
  plaintext,
  context: Buffer.alloc(0),
})

describe('a blob that the service made', () => {
  it.each([KEY_ID, 'mrk-e045fb536e014488a5ee2d048e0c576b'])('names its key %s and its material', (keyId) => {
    expect(layoutOf(sealBlob(contents(keyId)))).toMatchObject({
      kind: 'keystead',
      ...{ keyId, materialId: MATERIAL_ID, multiRegion: keyId.startsWith('mrk-'), plaintextBytes: 13, external: false },
    })
  })

  it('is ranges without gaps from its first byte to its last', () => {
    const blob = sealBlob(contents(KEY_ID))
    const { ranges } = layoutOf(blob)
    expect(ranges.map(({ name, start, end }) => `${name} ${start}-${end}`)).toEqual([
      'Header 0-5',
      'Key ID 5-21',
      'Material ID 21-53',
      'Nonce 53-77',
      'Ciphertext 77-90',
      'Tag 90-106',
    ])
  })

  it.each([0, 8])('of an external key store is read too, with %i bytes of metadata', async (metadata) => {
    const external = {
      encrypt: async (inner: Uint8Array) => ({
        ciphertext: Buffer.from(inner),
        initializationVector: randomBytes(12),
        authenticationTag: randomBytes(16),
        ciphertextMetadata: randomBytes(metadata),
      }),
      decrypt: async () => Buffer.alloc(0),
    }
    const blob = await sealExternal(contents(KEY_ID), external)
    const layout = layoutOf(blob)
    expect(layout).toMatchObject({ kind: 'keystead', keyId: KEY_ID, plaintextBytes: 13, external: true })
    expect(layout.ranges.at(-1)?.end).toBe(blob.length)
    for (const [index, range] of layout.ranges.entries()) {
      expect(range.start).toBe(layout.ranges[index - 1]?.end ?? 0)
    }
  })
})

describe('bytes that are none of ours', () => {
  const blob = sealBlob(contents(KEY_ID))
  it.each([
    ['cut off', blob.subarray(0, 80), 'A damaged Keystead blob'],
    ['another version', Buffer.concat([Buffer.from([0xb4, 0x4d, 2]), blob.subarray(3)]), 'A damaged Keystead blob'],
    [
      'unknown flags',
      Buffer.concat([blob.subarray(0, 4), Buffer.from([2]), blob.subarray(5)]),
      'A damaged Keystead blob',
    ],
    ["AWS's own", Buffer.from('0102020078', 'hex'), 'Not a Keystead blob'],
    ['the Encryption SDK', Buffer.from('0205780000', 'hex'), 'A message of the AWS Encryption SDK'],
    ['an RSA ciphertext', Buffer.alloc(256, 7), 'Bare bytes'],
    ['a signature', Buffer.from('3006020101020101', 'hex'), 'A signature in DER'],
    ['a public key', Buffer.from('30030401aa', 'hex'), 'DER, and no blob of ours'],
    ['text', Buffer.from('hello'), 'Not a Keystead blob'],
    ['nothing', Buffer.alloc(0), 'Not a Keystead blob'],
  ])('are told so: %s', (_, bytes, title) => {
    expect(layoutOf(bytes)).toMatchObject({ kind: 'other', title })
  })

  it('may be shorter than any header', () => {
    for (let length = 0; length < blob.length; length += 1) {
      expect(layoutOf(blob.subarray(0, length)).kind).toBe(length < 94 ? 'other' : 'keystead')
    }
  })
})
