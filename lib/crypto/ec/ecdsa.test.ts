import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { openPkcs8 } from '../key-pair.ts'
import { tampered } from '../test-keys.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { P256, P384, P521, SECP256K1 } from './curves.ts'
import { ecdsa } from './ecdsa.ts'
import { writeEcPkcs8 } from './private-key.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
const message = Buffer.from('message')

describe.each([
  { curve: P256, bits: 256 },
  { curve: P384, bits: 384 },
  { curve: P521, bits: 512 },
  { curve: SECP256K1, bits: 256 },
] as const)('ECDSA on $curve.name', ({ curve, bits }) => {
  const algorithm = ecdsa(curve, bits)
  const digest = hash(`sha${bits}`, message, 'buffer')
  const pair = openPkcs8(writeEcPkcs8(curve, Buffer.alloc(curve.bytes, 1)) ?? Buffer.alloc(0))

  it('signs a message and its digest alike: each verifies as the other', async () => {
    const [raw, ready] = [
      await algorithm.sign(pair, message, 'RAW', engine),
      await algorithm.sign(pair, digest, 'DIGEST', engine),
    ]
    for (const signature of [raw, ready]) {
      expect(algorithm.verify(pair, message, 'RAW', signature)).toBe(true)
      expect(algorithm.verify(pair, digest, 'DIGEST', signature)).toBe(true)
      expect(algorithm.verify(pair, digest, 'RAW', signature)).toBe(false)
    }
  })

  it('takes no digest of another length, and no other type', async () => {
    const signature = await algorithm.sign(pair, digest, 'DIGEST', engine)
    await expect(algorithm.sign(pair, digest.subarray(1), 'DIGEST', engine)).rejects.toThrow(RangeError)
    await expect(algorithm.sign(pair, digest, 'EXTERNAL_MU', engine)).rejects.toThrow(RangeError)
    expect(algorithm.verify(pair, digest.subarray(1), 'DIGEST', signature)).toBe(false)
    expect(algorithm.verify(pair, digest, 'EXTERNAL_MU', signature)).toBe(false)
  })

  it('never signs twice with one nonce', async () => {
    const signatures = await Promise.all([1, 2].map(() => algorithm.sign(pair, digest, 'DIGEST', engine)))
    expect(signatures[0]).not.toEqual(signatures[1])
  })

  it('does not verify with any byte changed', async () => {
    const signature = await algorithm.sign(pair, digest, 'DIGEST', engine)
    for (const other of tampered(signature)) {
      expect(algorithm.verify(pair, message, 'RAW', other)).toBe(false)
      expect(algorithm.verify(pair, digest, 'DIGEST', other)).toBe(false)
    }
  })
})
