import { constants, createCipheriv, createPublicKey, publicEncrypt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { unwrapKwp } from './aes-kwp.ts'
import type { WrappingKeyPair } from './import-wrapping.ts'
import { findWrapping, generateWrappingKey, WRAPPING_KEY_SPECS } from './import-wrapping.ts'
import { specOf } from './specs.ts'
import { tampered, truncated } from './test-keys.ts'
import { CryptoThreads } from './threads/crypto-threads.ts'

const OAEP = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']
const AES = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256']
const material = Buffer.alloc(32, 5)
const engine = { secrets: systemSecrets, threads: new CryptoThreads({ privateKey: 1 }) }
let key: WrappingKeyPair

beforeAll(async () => {
  key = await generateWrappingKey('RSA_2048', engine)
})
afterAll(() => engine.threads.close())

function encrypt(name: string, plaintext: Uint8Array): Buffer {
  const publicKey = createPublicKey({ key: key.publicKey, format: 'der', type: 'spki' })
  const oaepHash = name.endsWith('SHA_1') ? 'sha1' : 'sha256'
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, plaintext)
}

function wrapKwp(aesKey: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(`id-aes${aesKey.length * 8}-wrap-pad`, aesKey, Buffer.from('a65959a6', 'hex'))
  return Buffer.concat([cipher.update(plaintext), cipher.final()])
}

function wrap(name: string, plaintext: Uint8Array, aesKey = Buffer.alloc(32, 9)): Buffer {
  if (OAEP.includes(name)) return encrypt(name, plaintext)
  return Buffer.concat([encrypt(name, aesKey), wrapKwp(aesKey, plaintext)])
}

const unwrap = (name: string, wrapped: Uint8Array) => findWrapping(name)?.unwrap(key.privateKey, wrapped, engine)

describe('wrapping of key material', () => {
  it.each([...OAEP, ...AES])('%s: gives what was wrapped, and nothing for other bytes', async (name) => {
    const wrapped = wrap(name, material)
    expect(await unwrap(name, wrapped)).toEqual(material)
    const other = name.endsWith('SHA_1') ? name.replace('SHA_1', 'SHA_256') : name.replace('SHA_256', 'SHA_1')
    expect(await unwrap(other, wrapped)).toBeUndefined()
    for (const at of [0, 200, wrapped.length - 1]) {
      const changed = Buffer.from(wrapped)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await unwrap(name, changed)).toBeUndefined()
    }
    for (const length of [0, 1, 255, wrapped.length - 1]) {
      expect(await unwrap(name, wrapped.subarray(0, length))).toBeUndefined()
    }
    expect(await unwrap(name, Buffer.concat([wrapped, Buffer.alloc(8)]))).toBeUndefined()
  })

  it.each(AES)('%s: takes material of any length, and an AES key of 256 bits only', async (name) => {
    const long = Buffer.alloc(2400, 3)
    expect(await unwrap(name, wrap(name, long))).toEqual(long)
    for (const bytes of [16, 24])
      expect(await unwrap(name, wrap(name, material, Buffer.alloc(bytes, 9)))).toBeUndefined()
  })

  it('knows no other algorithm, built or not', () => {
    for (const name of ['SM2PKE', 'RSAES_PKCS1_V1_5', 'constructor', '__proto__', '']) {
      expect(findWrapping(name)).toBeUndefined()
    }
  })

  it('makes wrapping keys of the three RSA specs, and of no other', async () => {
    expect(WRAPPING_KEY_SPECS).toEqual(['RSA_2048', 'RSA_3072', 'RSA_4096'])
    for (const spec of ['SM2', 'constructor'])
      await expect(generateWrappingKey(spec, engine)).rejects.toThrow(RangeError)
  })
})

describe('what AWS KMS wraps how (reference section 11)', () => {
  const allowed = (spec: string) =>
    [...OAEP, ...AES].flatMap((name) => {
      const specs = WRAPPING_KEY_SPECS.filter((wrappingKeySpec) =>
        specOf(spec).importing?.allows(name, wrappingKeySpec),
      )
      return specs.length > 0 ? [[name, ...specs]] : []
    })
  const all = (names: readonly string[]) => names.map((name) => [name, ...WRAPPING_KEY_SPECS])

  it.each(['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_512'])('%s: RSA-OAEP only', (spec) => {
    expect(allowed(spec)).toEqual(all(OAEP))
  })

  it.each(['RSA_2048', 'RSA_3072', 'RSA_4096'])('%s: AES key wrap only', (spec) => {
    expect(allowed(spec)).toEqual(all(AES))
  })

  it.each(['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519'])('%s: both', (spec) => {
    expect(allowed(spec)).toEqual(all([...OAEP, ...AES]))
  })

  it('ECC_NIST_P521: both, but RSA-OAEP not with 2,048 bits', () => {
    expect(allowed('ECC_NIST_P521')).toEqual([...OAEP.map((name) => [name, 'RSA_3072', 'RSA_4096']), ...all(AES)])
  })

  it('nothing under a wrapping key spec or by an algorithm that is unknown', () => {
    for (const spec of ['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_EDWARDS25519']) {
      for (const name of [...OAEP, ...AES]) expect(specOf(spec).importing?.allows(name, 'SM2')).toBe(false)
      expect(specOf(spec).importing?.allows('RSAES_PKCS1_V1_5', 'RSA_2048')).toBe(false)
    }
  })
})

describe('AES-KWP', () => {
  const aesKey = Buffer.alloc(32, 9)

  it('unwraps every length, and nothing changed or cut short', () => {
    for (let length = 1; length <= 33; length += 1) {
      const plaintext = Buffer.alloc(length, length)
      const wrapped = wrapKwp(aesKey, plaintext)
      expect(unwrapKwp(aesKey, wrapped)).toEqual(plaintext)
      for (const other of tampered(wrapped)) expect(unwrapKwp(aesKey, other)).toBeUndefined()
      for (const other of truncated(wrapped)) expect(unwrapKwp(aesKey, other)).toBeUndefined()
    }
  })
})
