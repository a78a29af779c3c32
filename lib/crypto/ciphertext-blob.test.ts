import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { isKeyId } from '#kernel/ids.ts'
import type { BlobContents } from './ciphertext-blob.ts'
import { openBlob, parseBlob, sealBlob } from './ciphertext-blob.ts'
import { canonicalContext } from './encryption-context.ts'
import { KEY_ID, MULTI_REGION_KEY_ID, tampered, truncated } from './test-keys.ts'
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

function open(bytes: Uint8Array, under = key, withContext: Uint8Array = context): string | undefined {
  const parsed = parseBlob(bytes)
  return parsed && openBlob(parsed, under, withContext)?.toString()
}

describe('ciphertext blob', () => {
  const blob = sealBlob(contents)

  it('has the layout of version 1', () => {
    expect(blob).toHaveLength(93 + 5)
    const head = ['b44d', '01', '01', '00', '1234abcd12ab34cd56ef1234567890ab', 'c5'.repeat(32), '09'.repeat(24)]
    expect(blob.subarray(0, 77).toString('hex')).toBe(head.join(''))
  })

  it('opens under its key and context, and names both key and material', () => {
    expect(open(blob)).toBe('hello')
    expect(parseBlob(blob)).toMatchObject({ keyId: KEY_ID, materialId: contents.materialId, multiRegion: false })
  })

  it('names a multi-Region key by its own id', () => {
    const other = sealBlob({ ...contents, keyId: MULTI_REGION_KEY_ID })
    expect(other[4]).toBe(1)
    expect(parseBlob(other)).toMatchObject({ keyId: MULTI_REGION_KEY_ID, multiRegion: true })
    expect(open(other)).toBe('hello')
  })

  it('does not open with one bit changed anywhere', () => {
    for (const other of tampered(blob)) expect(open(other)).toBeUndefined()
  })

  it('does not open when it is cut short or longer', () => {
    for (const other of truncated(blob)) expect(open(other)).toBeUndefined()
    expect(open(Buffer.concat([blob, Buffer.alloc(1)]))).toBeUndefined()
  })

  it('does not open with another context, more context or none', () => {
    for (const entries of [
      [],
      [['purpose', 'other']],
      [
        ['purpose', 'test'],
        ['a', 'b'],
      ],
    ] as [string, string][][]) {
      expect(open(blob, key, canonicalContext(new Map(entries)))).toBeUndefined()
    }
  })

  it('does not open under other material', () => {
    expect(open(blob, xaesKey(Buffer.alloc(32, 2)))).toBeUndefined()
  })

  it('does not open as a ciphertext of another key that has the same material', () => {
    const other = Buffer.from(blob)
    other[5] = 0x99
    expect(parseBlob(other)?.keyId).toMatch(/^99/)
    expect(open(other)).toBeUndefined()
  })

  it.each([
    ['magic', 0, 0xb5],
    ['version', 2, 2],
    ['suite', 3, 2],
    ['flags', 4, 2],
    ['flags', 4, 0x81],
  ])('is not parsed with an unknown %s', (_, at, value) => {
    const other = Buffer.from(blob)
    other[at] = value
    expect(parseBlob(other)).toBeUndefined()
  })

  it('holds 1 to 4,096 bytes', () => {
    const most = sealBlob({ ...contents, plaintext: Buffer.alloc(4096, 'a') })
    expect(most).toHaveLength(4189)
    expect(open(most)).toHaveLength(4096)
    expect(parseBlob(Buffer.concat([most, Buffer.alloc(1)]))).toBeUndefined()
    expect(() => sealBlob({ ...contents, plaintext: Buffer.alloc(4097) })).toThrow(RangeError)
    expect(() => sealBlob({ ...contents, plaintext: Buffer.alloc(0) })).toThrow(RangeError)
  })

  it('never throws on foreign bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseBlob(bytes) === undefined))
  })

  it('gives back any key id, material and plaintext', () => {
    const hex = (length: number) =>
      fc.uint8Array({ minLength: length, maxLength: length }).map((b) => Buffer.from(b).toString('hex'))
    const uuid = fc.uuid() as fc.Arbitrary<KeyId>
    const keyId = fc.oneof(
      uuid,
      hex(16).map((digits) => `mrk-${digits}` as KeyId),
    )
    const plain = fc.uint8Array({ minLength: 1, maxLength: 64 })
    fc.assert(
      fc.property(keyId, hex(32) as fc.Arbitrary<KeyMaterialId>, plain, (id, materialId, plaintext) => {
        const parsed = parseBlob(sealBlob({ ...contents, keyId: id, materialId, plaintext, nonce: randomBytes(24) }))
        expect(parsed).toMatchObject({ keyId: id, materialId })
        expect(isKeyId(parsed?.keyId ?? '')).toBe(true)
        expect(parsed && openBlob(parsed, key, context)).toEqual(Buffer.from(plaintext))
      }),
    )
  })
})
