import { constants, createCipheriv, createPublicKey, publicEncrypt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { unwrapKwp } from './aes-kwp.ts'
import type { WrappingKeyPair } from './import-wrapping.ts'
import { findWrapping, generateWrappingKey, WRAPPING_KEY_SPECS } from './import-wrapping.ts'
import { openPkcs8 } from './key-pair.ts'
import { sm2pke } from './sm2/encryption.ts'
import { specOf } from './specs.ts'
import { tampered, truncated } from './test-keys.ts'
import { CryptoThreads } from './threads/crypto-threads.ts'

const OAEP = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']
const AES = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256']
const RSA = ['RSA_2048', 'RSA_3072', 'RSA_4096']
const SM2PKE = [['SM2PKE', 'SM2']]
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

  it('SM2PKE: gives material of any length, and nothing for other bytes', async () => {
    const sm2 = await generateWrappingKey('SM2', engine)
    const open = (wrapped: Uint8Array) => findWrapping('SM2PKE')?.unwrap(sm2.privateKey, wrapped, engine)
    const long = Buffer.alloc(2400, 3)
    const wrapped = await sm2pke.encrypt(openPkcs8(sm2.privateKey), long, engine)
    expect(openPkcs8(sm2.privateKey).spki).toEqual(sm2.publicKey)
    expect(await open(wrapped)).toEqual(long)
    for (const at of [0, 40, 100, wrapped.length - 1]) {
      const changed = Buffer.from(wrapped)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await open(changed)).toBeUndefined()
    }
    expect(await open(encrypt('RSAES_OAEP_SHA_256', material))).toBeUndefined()
  })

  it('knows no other algorithm', () => {
    for (const name of ['RSAES_PKCS1_V1_5', 'constructor', '__proto__', '']) {
      expect(findWrapping(name)).toBeUndefined()
    }
  })

  it('makes wrapping keys of the three RSA specs and of SM2, and of no other', async () => {
    expect(WRAPPING_KEY_SPECS).toEqual(['RSA_2048', 'RSA_3072', 'RSA_4096', 'SM2'])
    for (const spec of ['ECC_NIST_P256', 'constructor'])
      await expect(generateWrappingKey(spec, engine)).rejects.toThrow(RangeError)
  })
})

describe('what AWS KMS wraps how (reference section 11)', () => {
  const allowed = (spec: string) =>
    [...OAEP, ...AES, 'SM2PKE'].flatMap((name) => {
      const specs = WRAPPING_KEY_SPECS.filter((wrappingKeySpec) =>
        specOf(spec).importing?.allows(name, wrappingKeySpec),
      )
      return specs.length > 0 ? [[name, ...specs]] : []
    })
  const all = (names: readonly string[]) => names.map((name) => [name, ...RSA])

  it.each(['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_512'])('%s: RSA-OAEP only', (spec) => {
    expect(allowed(spec)).toEqual(all(OAEP))
  })

  it.each(RSA)('%s: AES key wrap, and SM2PKE', (spec) => {
    expect(allowed(spec)).toEqual([...all(AES), ...SM2PKE])
  })

  it('SM2: RSA-OAEP, and SM2PKE', () => {
    expect(allowed('SM2')).toEqual([...all(OAEP), ...SM2PKE])
  })

  it.each(['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519'])('%s: all', (spec) => {
    expect(allowed(spec)).toEqual([...all([...OAEP, ...AES]), ...SM2PKE])
  })

  it('ECC_NIST_P521: all, but RSA-OAEP not with 2,048 bits', () => {
    const oaep = OAEP.map((name) => [name, 'RSA_3072', 'RSA_4096'])
    expect(allowed('ECC_NIST_P521')).toEqual([...oaep, ...all(AES), ...SM2PKE])
  })

  it('RSA_AES_KEY_WRAP outside China only, SM2PKE there only', () => {
    const offering = (name: string) => findWrapping(name)?.offering
    expect([...OAEP, ...AES, 'SM2PKE'].map(offering)).toEqual([
      ...['everywhere', 'everywhere', 'outside-china', 'outside-china', 'china'],
    ])
  })

  it('nothing by an algorithm under a wrapping key of another kind, nor by one that is unknown', () => {
    for (const spec of ['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_EDWARDS25519', 'SM2']) {
      for (const name of [...OAEP, ...AES]) expect(specOf(spec).importing?.allows(name, 'SM2')).toBe(false)
      for (const key of RSA) expect(specOf(spec).importing?.allows('SM2PKE', key)).toBe(false)
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
