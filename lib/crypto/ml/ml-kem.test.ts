import { ml_kem512, ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { mlKemSpec } from './ml-kem.ts'

describe.each([
  { set: 512, noble: ml_kem512 },
  { set: 768, noble: ml_kem768 },
  { set: 1024, noble: ml_kem1024 },
] as const)('ML-KEM-$set, between Node and noble', ({ set, noble }) => {
  const entry = mlKemSpec(set)
  const [algorithm] = entry.encapsulation
  if (!algorithm) throw new Error('it encapsulates')
  const seed = systemSecrets.bytes(64)
  const pair = entry.open(seed) as KeyPair
  const theirs = noble.keygen(seed)

  it('makes one key of a seed in both', () => {
    expect(pair.spki.subarray(-theirs.publicKey.length)).toEqual(Buffer.from(theirs.publicKey))
  })

  it('opens in each what the other encapsulated', () => {
    const ours = algorithm.encapsulate(pair)
    expect(Buffer.from(noble.decapsulate(ours.ciphertext, theirs.secretKey))).toEqual(ours.sharedSecret)
    const { cipherText, sharedSecret } = noble.encapsulate(theirs.publicKey)
    expect(algorithm.decapsulate(pair, cipherText)).toEqual(Buffer.from(sharedSecret))
  })

  it('gives a secret for a wrong ciphertext, always the same and that of noble', () => {
    const { ciphertext, sharedSecret } = algorithm.encapsulate(pair)
    ciphertext[0] = (ciphertext[0] ?? 0) ^ 1
    const rejected = algorithm.decapsulate(pair, ciphertext)
    expect(rejected).toHaveLength(32)
    expect(rejected).not.toEqual(sharedSecret)
    expect(rejected).toEqual(algorithm.decapsulate(pair, ciphertext))
    expect(rejected).toEqual(Buffer.from(noble.decapsulate(ciphertext, theirs.secretKey)))
  })

  it('gives nothing for a ciphertext of another length', () => {
    const { ciphertext } = algorithm.encapsulate(pair)
    for (const wrong of [ciphertext.subarray(1), Buffer.concat([ciphertext, Buffer.alloc(1)]), Buffer.alloc(0)]) {
      expect(algorithm.decapsulate(pair, wrong)).toBeUndefined()
    }
  })

  it('exports the seed alone, in PKCS #8 that opens as the same key', () => {
    const pkcs8 = entry.exportPrivateKey?.(pair)
    expect(pkcs8?.subarray(-66)).toEqual(Buffer.concat([Buffer.from([0x80, 64]), seed]))
    expect(pkcs8 && openPkcs8(pkcs8).spki).toEqual(pair.spki)
  })
})
