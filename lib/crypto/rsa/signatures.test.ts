import { constants, hash, sign, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { tampered } from '../test-keys.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { encodePss, isPssOf } from './emsa-pss.ts'
import { rsaPkcs1, rsaPss } from './signatures.ts'

const SHA2 = [256, 384, 512] as const
const message = Buffer.from('message')
const engine = { secrets: systemSecrets, threads: new CryptoThreads({ generation: 1, privateKey: 1 }) }
let pair: KeyPair

beforeAll(async () => {
  pair = openPkcs8(await engine.threads.generateRsa(2048))
})
afterAll(() => engine.threads.close())

describe.each(SHA2)('RSA signatures with SHA-%i', (bits) => {
  const sha = `sha${bits}`
  const digest = hash(sha, message, 'buffer')
  const schemes = [
    { algorithm: rsaPkcs1(bits, 256), padding: constants.RSA_PKCS1_PADDING },
    { algorithm: rsaPss(bits, 256), padding: constants.RSA_PKCS1_PSS_PADDING },
  ]

  it('are those of Node for a message, whether it or its digest is given', async () => {
    for (const { algorithm, padding } of schemes) {
      const options = { padding, saltLength: bits / 8 }
      for (const [given, type] of [
        [message, 'RAW'],
        [digest, 'DIGEST'],
      ] as const) {
        const ours = await algorithm.sign(pair, given, type, engine)
        expect(verify(sha, message, { key: pair.publicKey, ...options }, ours)).toBe(true)
        const theirs = sign(sha, message, { key: pair.privateKey, ...options })
        expect(algorithm.verify(pair, given, type, theirs)).toBe(true)
        expect(algorithm.verify(pair, Buffer.concat([given, given]), type, theirs)).toBe(false)
      }
    }
  })

  it('never hash a digest again, and take none of another length', async () => {
    for (const { algorithm } of schemes) {
      const signature = await algorithm.sign(pair, digest, 'DIGEST', engine)
      expect(algorithm.verify(pair, digest, 'RAW', signature)).toBe(false)
      await expect(algorithm.sign(pair, digest.subarray(1), 'DIGEST', engine)).rejects.toThrow(RangeError)
      await expect(algorithm.sign(pair, digest, 'EXTERNAL_MU', engine)).rejects.toThrow(RangeError)
      expect(algorithm.verify(pair, digest.subarray(1), 'DIGEST', signature)).toBe(false)
    }
  })

  it('refuse a salt of another length', () => {
    const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: bits / 8 - 1 }
    const other = sign(sha, message, { key: pair.privateKey, ...options })
    expect(rsaPss(bits, 256).verify(pair, message, 'RAW', other)).toBe(false)
  })

  it('do not verify with any bit of any byte changed, nor at another length', async () => {
    for (const { algorithm } of schemes) {
      const signature = await algorithm.sign(pair, message, 'RAW', engine)
      for (const other of tampered(signature)) expect(algorithm.verify(pair, message, 'RAW', other)).toBe(false)
      for (const other of [
        signature.subarray(1),
        Buffer.concat([Buffer.alloc(1), signature]),
        Buffer.alloc(256, 0xff),
      ]) {
        expect(algorithm.verify(pair, message, 'RAW', other)).toBe(false)
      }
    }
  })
})

describe('EMSA-PSS', () => {
  it('holds for the digest it was made of only, and for no changed block', () => {
    const sha = { name: 'sha256', bytes: 32 }
    const digest = hash('sha256', message, 'buffer')
    const block = encodePss(sha, digest, Buffer.alloc(32, 7), 256)
    expect(isPssOf(sha, digest, block)).toBe(true)
    for (const other of tampered(block)) expect(isPssOf(sha, digest, other)).toBe(false)
    for (const other of tampered(digest)) expect(isPssOf(sha, other, block)).toBe(false)
    for (const length of [0, 1, 33, 64, 65]) expect(isPssOf(sha, digest, Buffer.alloc(length))).toBe(false)
  })
})
