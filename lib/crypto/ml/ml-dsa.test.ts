import { createHash } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import type { KeyPair } from '../key-spec.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { mlDsaSpec } from './ml-dsa.ts'
import { mlDsa } from './parameter-sets.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads({ privateKey: 1 }) }
afterAll(() => engine.threads.close())

const message = Buffer.from('message')

function shake(...parts: readonly Uint8Array[]): Buffer {
  return createHash('shake256', { outputLength: 64 }).update(Buffer.concat(parts)).digest()
}

describe.each([44, 65, 87] as const)('ML-DSA-%i, between Node and noble', (set) => {
  const entry = mlDsaSpec(set)
  const [algorithm] = entry.signing
  if (!algorithm) throw new Error('it signs')
  const { sign, verify } = algorithm
  const seed = systemSecrets.bytes(32)
  const pair = entry.open(seed) as KeyPair
  const theirs = mlDsa(set).keygen(seed)
  const { publicKey } = theirs
  // μ = H(H(pk, 64) ‖ M′, 64) with M′ = 0 ‖ 0 ‖ M for an empty context (FIPS 204 algorithms 2 and 7).
  const mu = shake(shake(publicKey), Buffer.alloc(2), message)

  it('makes one key of a seed in both', () => {
    expect(pair.spki.subarray(-publicKey.length)).toEqual(Buffer.from(publicKey))
  })

  it('verifies in noble what Node signed, and in Node what noble signed', async () => {
    expect(mlDsa(set).verify(await sign(pair, message, 'RAW', engine), message, publicKey)).toBe(true)
    expect(verify(pair, message, 'RAW', mlDsa(set).sign(message, theirs.secretKey))).toBe(true)
  })

  it('signs μ as it signs the message: each verifies as the other', async () => {
    const [raw, external] = [await sign(pair, message, 'RAW', engine), await sign(pair, mu, 'EXTERNAL_MU', engine)]
    for (const signature of [raw, external]) {
      expect(verify(pair, message, 'RAW', signature)).toBe(true)
      expect(verify(pair, mu, 'EXTERNAL_MU', signature)).toBe(true)
      expect(verify(pair, mu, 'RAW', signature)).toBe(false)
      signature[100] = (signature[100] ?? 0) ^ 1
      expect(verify(pair, message, 'RAW', signature)).toBe(false)
      expect(verify(pair, mu, 'EXTERNAL_MU', signature)).toBe(false)
    }
  })

  it('is hedged: two signatures differ', async () => {
    for (const [given, type] of [
      [message, 'RAW'],
      [mu, 'EXTERNAL_MU'],
    ] as const) {
      expect(await sign(pair, given, type, engine)).not.toEqual(await sign(pair, given, type, engine))
    }
  })

  it('takes no μ of another length, no digest and no signature cut short', async () => {
    const signature = await sign(pair, mu, 'EXTERNAL_MU', engine)
    await expect(sign(pair, mu.subarray(1), 'EXTERNAL_MU', engine)).rejects.toThrow(RangeError)
    await expect(sign(pair, mu, 'DIGEST', engine)).rejects.toThrow(RangeError)
    expect(verify(pair, mu.subarray(1), 'EXTERNAL_MU', signature)).toBe(false)
    expect(verify(pair, mu, 'DIGEST', signature)).toBe(false)
    expect(verify(pair, mu, 'EXTERNAL_MU', signature.subarray(1))).toBe(false)
  })
})
