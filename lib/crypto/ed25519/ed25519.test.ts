import { generateKeyPairSync, hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { TAG, writeDer } from '../der.ts'
import { exportPkcs8 } from '../key-pair.ts'
import { tampered } from '../test-keys.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { openEdSeed, readEdSeed, writeEdPkcs8 } from './private-key.ts'
import { ed25519PreHashed, ed25519Pure } from './signatures.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
const hex = (text: string) => Buffer.from(text, 'hex')

/** RFC 8032 section 7.3. */
const RFC_8032 = {
  seed: hex('833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42'),
  publicKey: hex('ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf'),
  message: Buffer.from('abc'),
  signature: hex(
    '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
  ),
}

describe('Ed25519ph', () => {
  const pair = openEdSeed(RFC_8032.seed)
  const digest = hash('sha512', RFC_8032.message, 'buffer')

  it('makes the signature of RFC 8032 of a digest ready made, and verifies it', async () => {
    expect(pair.spki.subarray(-32)).toEqual(RFC_8032.publicKey)
    expect(await ed25519PreHashed.sign(pair, digest, 'DIGEST', engine)).toEqual(RFC_8032.signature)
    expect(ed25519PreHashed.verify(pair, digest, 'DIGEST', RFC_8032.signature)).toBe(true)
  })

  it('is another scheme than Ed25519 of the same bytes', async () => {
    const pure = await ed25519Pure.sign(pair, digest, 'RAW', engine)
    expect(ed25519PreHashed.verify(pair, digest, 'DIGEST', pure)).toBe(false)
    expect(ed25519Pure.verify(pair, digest, 'RAW', RFC_8032.signature)).toBe(false)
  })

  it('does not verify with any byte changed, nor at another length', () => {
    for (const other of tampered(RFC_8032.signature)) {
      expect(ed25519PreHashed.verify(pair, digest, 'DIGEST', other)).toBe(false)
    }
    for (const other of [Buffer.alloc(0), RFC_8032.signature.subarray(1), Buffer.alloc(65)]) {
      expect(ed25519PreHashed.verify(pair, digest, 'DIGEST', other)).toBe(false)
    }
    expect(ed25519PreHashed.verify(pair, digest.subarray(1), 'DIGEST', RFC_8032.signature)).toBe(false)
  })

  it('takes digests only, and Ed25519 messages only', async () => {
    await expect(ed25519PreHashed.sign(pair, digest, 'RAW', engine)).rejects.toThrow(RangeError)
    await expect(ed25519PreHashed.sign(pair, digest.subarray(1), 'DIGEST', engine)).rejects.toThrow(RangeError)
    await expect(ed25519Pure.sign(pair, digest, 'DIGEST', engine)).rejects.toThrow(RangeError)
    expect(ed25519Pure.verify(pair, digest, 'DIGEST', RFC_8032.signature)).toBe(false)
  })
})

describe('private keys of Ed25519', () => {
  const algorithm = hex('300506032b6570')
  const { seed, publicKey } = RFC_8032
  /** OneAsymmetricKey with a public key (RFC 8410 section 7). */
  const withPublicKey = (bits: Uint8Array, version = 1) =>
    writeDer(
      TAG.sequence,
      ...[writeDer(TAG.integer, Buffer.from([version])), algorithm],
      ...[writeDer(TAG.octetString, writeDer(TAG.octetString, seed)), writeDer(0x81, Buffer.alloc(1), bits)],
    )

  it('are read with and without their public key', () => {
    expect(readEdSeed(writeEdPkcs8(seed))).toEqual(seed)
    expect(readEdSeed(withPublicKey(publicKey))).toEqual(seed)
    expect(exportPkcs8(openEdSeed(seed).privateKey)).toEqual(writeEdPkcs8(seed))
  })

  it('are refused with a public key that is not theirs, or under the wrong version', () => {
    expect(readEdSeed(withPublicKey(seed))).toBeUndefined()
    expect(readEdSeed(withPublicKey(publicKey, 0))).toBeUndefined()
  })

  it('are refused at another length, and as keys of X25519 or Ed448', () => {
    expect(readEdSeed(writeEdPkcs8(seed.subarray(1)))).toBeUndefined()
    expect(() => openEdSeed(seed.subarray(1))).toThrow(RangeError)
    expect(readEdSeed(exportPkcs8(generateKeyPairSync('x25519').privateKey))).toBeUndefined()
    expect(readEdSeed(exportPkcs8(generateKeyPairSync('ed448').privateKey))).toBeUndefined()
    expect(readEdSeed(seed)).toBeUndefined()
  })
})
