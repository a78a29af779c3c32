import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import type { KeySpecEntry } from './key-spec.ts'
import { findSpec, specOf } from './specs.ts'
import { CryptoThreads } from './threads/crypto-threads.ts'

const FILE = 'aws/keyspecs.json'

const QUICK = [
  ...['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1'],
  ...['ECC_NIST_EDWARDS25519', 'ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87', 'ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'],
  ...['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'SM2'],
]

interface Expected {
  readonly usages: string[]
  readonly defaultUsage?: string
  readonly enc?: string[]
  readonly maxPlaintext?: Record<string, number>
  readonly sig?: string[]
  readonly mac?: string[]
  readonly agree?: string[]
  readonly encap?: string[]
  readonly digestBytes?: number
  readonly messageType?: Record<string, string>
  readonly messageTypes?: string[]
  readonly rotation?: string
  readonly chinaOnly?: boolean
  readonly importMaterialBytes?: number
  readonly sigBytes?: number
  readonly macBytes?: number
  readonly rawPublicKeyBytes?: number
  readonly ciphertextBytes?: number
  readonly sharedSecretBytes?: number
}

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
afterAll(() => engine.threads.close())

const names = (algorithms: readonly { readonly name: string }[]) => algorithms.map(({ name }) => name)

/** The reference says it in three ways. */
function messageTypes({ messageType, messageTypes: forAll, sig = [] }: Expected): Record<string, string[]> {
  const all = forAll ?? ['RAW', 'DIGEST']
  return Object.fromEntries(sig.map((name) => [name, messageType ? [messageType[name] ?? ''] : all]))
}

async function signatureBytes({ signing }: KeySpecEntry, pair: ReturnType<KeySpecEntry['open']>): Promise<number> {
  const [algorithm] = signing
  if (pair.kind !== 'key-pair' || !algorithm) throw new Error('it does not sign')
  return (await algorithm.sign(pair, Buffer.from('message'), 'RAW', engine)).length
}

describe.skipIf(!hasShared(FILE))('key specs say what AWS says (aws/keyspecs.json)', () => {
  const reference = hasShared(FILE) ? Object.entries(readSharedJson(FILE) as Record<string, Expected>) : []

  it.each(reference)('%s', (name, expected) => {
    const entry = specOf(name)
    expect(entry.usages).toEqual(expected.usages)
    expect(entry.defaultUsage).toBe(expected.defaultUsage ?? null)
    expect(names(entry.encryption)).toEqual(expected.enc ?? [])
    expect(Object.fromEntries(entry.encryption.map((one) => [one.name, one.maxPlaintext]))).toEqual(
      expected.maxPlaintext ?? {},
    )
    expect(names(entry.signing)).toEqual(expected.sig ?? [])
    expect(Object.fromEntries(entry.signing.map((one) => [one.name, Object.keys(one.messageTypes)]))).toEqual(
      messageTypes(expected),
    )
    for (const { messageTypes: types } of entry.signing) {
      if (expected.digestBytes) expect(types.DIGEST).toEqual({ bytes: expected.digestBytes })
    }
    expect(names(entry.mac)).toEqual(expected.mac ?? [])
    expect(names(entry.agreement)).toEqual(expected.agree ?? [])
    expect(names(entry.encapsulation)).toEqual(expected.encap ?? [])
    expect(entry.rotation.automatic).toBe(expected.rotation !== undefined)
    expect(entry.importing === null).toBe(name.startsWith('ML_'))
    expect(entry.offering === 'china').toBe(expected.chinaOnly ?? false)
  })

  it.each(reference.filter(([name]) => QUICK.includes(name)))(
    '%s, in the sizes of what it makes',
    async (name, expected) => {
      const entry = specOf(name)
      const material = await entry.generate(engine)
      const opened = entry.open(material)
      expect(opened.kind).toBe(entry.kind)
      if (expected.importMaterialBytes) expect(material).toHaveLength(expected.importMaterialBytes)
      if (expected.sigBytes) expect(await signatureBytes(entry, opened)).toBe(expected.sigBytes)
      if (opened.kind === 'mac')
        expect(entry.mac[0]?.mac(opened, Buffer.from('message'))).toHaveLength(expected.macBytes ?? 0)
      if (opened.kind !== 'key-pair') return
      // Behind the AlgorithmIdentifier and the headers of the elements.
      if (expected.rawPublicKeyBytes) expect(opened.spki).toHaveLength(22 + expected.rawPublicKeyBytes)
      for (const algorithm of entry.encapsulation) {
        const { ciphertext, sharedSecret } = algorithm.encapsulate(opened)
        expect([ciphertext.length, sharedSecret.length]).toEqual([expected.ciphertextBytes, expected.sharedSecretBytes])
        expect(algorithm.decapsulate(opened, ciphertext)).toEqual(sharedSecret)
      }
    },
  )
})

describe('key specs', () => {
  it.each(QUICK)('%s: opens material without keeping it', async (name) => {
    const entry = specOf(name)
    const material = await entry.generate(engine)
    const copy = Buffer.from(material)
    const opened = entry.open(material)
    material.fill(0)
    const again = entry.open(copy)
    if (opened.kind === 'symmetric' && again.kind === 'symmetric') {
      const nonce = Buffer.alloc(24)
      expect(again.key.open(nonce, opened.key.seal(nonce, nonce, nonce), nonce)).toEqual(nonce)
    }
    if (opened.kind === 'mac' && again.kind === 'mac') expect(opened.key.equals(again.key)).toBe(true)
    if (opened.kind === 'key-pair' && again.kind === 'key-pair') {
      expect(opened.privateKey.equals(again.privateKey)).toBe(true)
      expect(opened.spki).toEqual(again.spki)
    }
  })

  it.each(QUICK)('%s: never makes the same material twice, and opens none of another length', async (name) => {
    const entry = specOf(name)
    const material = await entry.generate(engine)
    expect(material).not.toEqual(await entry.generate(engine))
    expect(() => entry.open(material.subarray(1))).toThrow()
  })

  it.each(QUICK.filter((name) => specOf(name).importing))(
    '%s: imports what it exports, to the same bytes',
    async (name) => {
      const entry = specOf(name)
      const material = await entry.generate(engine)
      const opened = entry.open(material)
      const imported = opened.kind === 'key-pair' ? entry.exportPrivateKey?.(opened) : material
      expect(await entry.importing?.read(imported ?? Buffer.alloc(0), engine)).toEqual(material)
      for (const wrong of [
        imported?.subarray(1),
        imported?.subarray(0, -1),
        Buffer.concat([imported ?? material, material]),
      ]) {
        expect(await entry.importing?.read(wrong ?? Buffer.alloc(0), engine)).toBeUndefined()
      }
    },
  )

  it('exports the private keys of data key pairs, and no others', () => {
    const exported = QUICK.filter((name) => specOf(name).exportPrivateKey)
    expect(exported).toEqual(QUICK.filter((name) => /^(RSA|ECC|ML_KEM|SM2)/.test(name)))
  })

  it('rotates nothing but SYMMETRIC_DEFAULT', () => {
    for (const name of QUICK) {
      const rotates = name === 'SYMMETRIC_DEFAULT'
      expect(specOf(name).rotation).toEqual({ automatic: rotates, onDemand: rotates })
    }
  })

  it('knows no spec by the name of an object member', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'SYMMETRIC']) expect(findSpec(name)).toBeUndefined()
  })

  it('throws for the spec of a key that cannot be', () => {
    expect(() => specOf('constructor')).toThrow('there is no key spec constructor')
  })
})
