import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { openGcm, sealGcm } from './gcm.ts'
import { tampered, truncated } from './test-keys.ts'
import { xaesKey } from './xaes.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const XAES = 'vectors/xaes/xaes-256-gcm.json'
const GCM = 'vectors/wycheproof/aes_gcm_test.json'

interface XaesVectors {
  vectors: { K: string; N: string; plaintext: string; aad: string; ciphertext: string }[]
}

interface GcmVectors {
  testGroups: {
    keySize: number
    ivSize: number
    tests: { key: string; iv: string; aad: string; msg: string; ct: string; tag: string; result: string }[]
  }[]
}

describe.skipIf(!hasShared(XAES))('XAES-256-GCM vectors (vectors/xaes)', () => {
  it('seals to the expected ciphertext and opens it', () => {
    const { vectors } = readSharedJson(XAES) as XaesVectors
    expect(vectors).toHaveLength(2)
    for (const { K, N, plaintext, aad, ciphertext } of vectors) {
      const key = xaesKey(hex(K))
      expect(key.seal(hex(N), hex(plaintext), hex(aad)).toString('hex')).toBe(ciphertext)
      expect(key.open(hex(N), hex(ciphertext), hex(aad))?.toString('hex')).toBe(plaintext)
    }
  })
})

describe.skipIf(!hasShared(GCM))('AES-256-GCM with 96-bit nonces (vectors/wycheproof)', () => {
  it('seals and opens the valid cases, and opens no invalid one', () => {
    const { testGroups } = readSharedJson(GCM) as GcmVectors
    const tests = testGroups
      .filter(({ keySize, ivSize }) => keySize === 256 && ivSize === 96)
      .flatMap((group) => group.tests)
    expect(tests).toHaveLength(66)
    for (const { key: raw, iv, aad, msg, ct, tag, result } of tests) {
      const key = createSecretKey(hex(raw))
      const opened = openGcm(key, hex(iv), hex(ct + tag), hex(aad))
      expect(opened?.toString('hex')).toBe(result === 'valid' ? msg : undefined)
      if (result === 'valid') expect(sealGcm(key, hex(iv), hex(msg), hex(aad)).toString('hex')).toBe(ct + tag)
    }
  })
})

describe('xaesKey', () => {
  it('opens what it sealed, in any order of messages', () => {
    const message = fc.record({ nonce: exactly(24), plaintext: bytes(100), aad: bytes(40) })
    fc.assert(
      fc.property(exactly(32), fc.array(message, { minLength: 1, maxLength: 4 }), (material, messages) => {
        const key = xaesKey(material)
        const sealed = messages.map(({ nonce, plaintext, aad }) => key.seal(nonce, plaintext, aad))
        messages.toReversed().forEach(({ nonce, plaintext, aad }, i) => {
          const other = xaesKey(material)
          const text = sealed[messages.length - 1 - i] ?? Buffer.alloc(0)
          expect(other.open(nonce, text, aad)).toEqual(Buffer.from(plaintext))
        })
      }),
    )
  })

  it('opens nothing of which one bit of nonce, ciphertext, tag or AAD has changed', () => {
    const key = xaesKey(randomBytes(32))
    const [nonce, aad] = [randomBytes(24), randomBytes(20)]
    const sealed = key.seal(nonce, Buffer.from('plaintext'), aad)
    for (const other of tampered(nonce)) expect(key.open(other, sealed, aad)).toBeUndefined()
    for (const other of tampered(sealed)) expect(key.open(nonce, other, aad)).toBeUndefined()
    for (const other of tampered(aad)) expect(key.open(nonce, sealed, other)).toBeUndefined()
  })

  it('opens nothing that is cut short: tags of fewer than 16 bytes do not pass', () => {
    const key = xaesKey(randomBytes(32))
    const nonce = randomBytes(24)
    const sealed = key.seal(nonce, Buffer.from('plaintext'), nonce)
    for (const other of truncated(sealed)) expect(key.open(nonce, other, nonce)).toBeUndefined()
  })

  it('refuses keys and nonces of another length', () => {
    expect(() => xaesKey(Buffer.alloc(16))).toThrow(RangeError)
    expect(() => xaesKey(Buffer.alloc(32)).seal(Buffer.alloc(12), Buffer.alloc(1), Buffer.alloc(0))).toThrow(RangeError)
  })

  it('does not depend on the material after it was made', () => {
    const material = Buffer.alloc(32, 7)
    const key = xaesKey(material)
    material.fill(0)
    const sealed = key.seal(Buffer.alloc(24), Buffer.from('a'), Buffer.alloc(0))
    expect(xaesKey(Buffer.alloc(32, 7)).open(Buffer.alloc(24), sealed, Buffer.alloc(0))).toEqual(Buffer.from('a'))
  })
})
