import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { TAG, writeDer, writeUnsigned } from '../der.ts'
import { toBytes } from '../rsa/big.ts'
import { tampered, truncated } from '../test-keys.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { Sm2Numbers } from './curve.ts'
import { signDigest, signingFactor, sm2Digest, sm2dsa } from './signature.ts'
import { EXAMPLE, sm2Pair } from './vectors.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
const pair = sm2Pair(EXAMPLE.privateKey)
const { message, digest, signature } = EXAMPLE.signed
const n = Sm2Numbers.ORDER

const written = (r: bigint, s: bigint) => writeDer(TAG.sequence, writeUnsigned(toBytes(r)), writeUnsigned(toBytes(s)))

describe('SM2DSA', () => {
  it('gives the digest and signature of the standard, and verifies it', () => {
    expect(pair.spki.subarray(-65)).toEqual(EXAMPLE.publicKey)
    expect(sm2Digest(pair.spki, message)).toEqual(digest)
    expect(signDigest(digest, signingFactor(EXAMPLE.privateKey), EXAMPLE.nonce)).toEqual(signature)
    expect(sm2dsa.verify(pair, message, 'RAW', signature)).toBe(true)
    expect(sm2dsa.verify(pair, digest, 'DIGEST', signature)).toBe(true)
  })

  it('signs a message and its digest alike, never twice with one nonce', async () => {
    const [raw, ready] = [
      await sm2dsa.sign(pair, message, 'RAW', engine),
      await sm2dsa.sign(pair, digest, 'DIGEST', engine),
    ]
    expect(raw).not.toEqual(ready)
    for (const made of [raw, ready]) {
      expect(sm2dsa.verify(pair, message, 'RAW', made)).toBe(true)
      expect(sm2dsa.verify(pair, digest, 'DIGEST', made)).toBe(true)
    }
  })

  it('verifies no signature for another identifier, message or key', async () => {
    const other = sm2Digest(pair.spki, message, Buffer.from('ALICE123@YAHOO.COM'))
    const made = await sm2dsa.sign(pair, other, 'DIGEST', engine)
    expect(sm2dsa.verify(pair, other, 'DIGEST', made)).toBe(true)
    expect(sm2dsa.verify(pair, message, 'RAW', made)).toBe(false)
    expect(sm2dsa.verify(pair, hash('sm3', message, 'buffer'), 'DIGEST', signature)).toBe(false)
    expect(sm2dsa.verify(sm2Pair(Buffer.alloc(32, 1)), message, 'RAW', signature)).toBe(false)
  })

  it('takes no digest of another length, and no other type', async () => {
    await expect(sm2dsa.sign(pair, digest.subarray(1), 'DIGEST', engine)).rejects.toThrow(RangeError)
    await expect(sm2dsa.sign(pair, digest, 'EXTERNAL_MU', engine)).rejects.toThrow(RangeError)
    expect(sm2dsa.verify(pair, digest.subarray(1), 'DIGEST', signature)).toBe(false)
    expect(sm2dsa.verify(pair, digest, 'EXTERNAL_MU', signature)).toBe(false)
  })

  it('does not verify with any byte changed, missing or behind', () => {
    for (const other of [
      ...tampered(signature),
      ...truncated(signature),
      Buffer.concat([signature, Buffer.alloc(1)]),
    ]) {
      expect(sm2dsa.verify(pair, digest, 'DIGEST', other)).toBe(false)
    }
  })

  it('verifies no number out of range, also where it is one in range modulo the order', () => {
    const [r, s] = [BigInt(`0x${signature.toString('hex', 5, 37)}`), BigInt(`0x${signature.toString('hex', 40)}`)]
    expect(sm2dsa.verify(pair, digest, 'DIGEST', written(r, s))).toBe(true)
    for (const [badR, badS] of [
      [r + n, s],
      [r, s + n],
      [0n, s],
      [r, 0n],
      [n, s],
      [r, n],
      [r, n - r],
    ] as const) {
      expect(sm2dsa.verify(pair, digest, 'DIGEST', written(badR, badS))).toBe(false)
    }
  })

  it('gives up a nonce with which r or s is nothing, or that shows the private key', () => {
    const factor = signingFactor(EXAMPLE.privateKey)
    const x = BigInt(`0x${EXAMPLE.nonce.point.toString('hex', 1, 33)}`)
    const k = BigInt(`0x${EXAMPLE.nonce.number.toString('hex')}`)
    const zeroR = toBytes(Sm2Numbers.neg(x))
    const zeroSum = toBytes(Sm2Numbers.neg(x + k))
    for (const wrong of [zeroR, zeroSum]) expect(signDigest(wrong, factor, EXAMPLE.nonce)).toBeUndefined()
  })
})
