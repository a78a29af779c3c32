import { createPublicKey, diffieHellman, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveAsPartner, encryptOutside, makePartner, openWith, sealWith } from './exchange.ts'

const DATA = Uint8Array.from(Buffer.from('any size of data'))

describe('this browser alone', () => {
  it.each([16, 32])('seals and opens under a data key of %i bytes, and under no other', async (length) => {
    const key = crypto.getRandomValues(new Uint8Array(length))
    const sealed = await sealWith(key, DATA)
    expect(await openWith(key, sealed)).toEqual(DATA)
    await expect(openWith(key.with(0, (key[0] ?? 0) ^ 1), sealed)).rejects.toThrow()
  })

  it.each([
    ['RSAES_OAEP_SHA_1', 'sha1'],
    ['RSAES_OAEP_SHA_256', 'sha256'],
  ])('encrypts by %s what the private key opens', async (algorithm, oaepHash) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const spki = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
    const ciphertext = await encryptOutside(spki, algorithm, DATA)
    expect(Uint8Array.from(privateDecrypt({ key: privateKey, oaepHash }, ciphertext))).toEqual(DATA)
  })

  it.each([
    ['ECC_NIST_P256', 'P-256'],
    ['ECC_NIST_P384', 'P-384'],
    ['ECC_NIST_P521', 'P-521'],
  ])('is a partner on %s who derives the same secret', async (spec, namedCurve) => {
    const ours = generateKeyPairSync('ec', { namedCurve })
    const partner = await makePartner(spec)
    const theirs = createPublicKey({ key: Buffer.from(partner.publicKey), format: 'der', type: 'spki' })
    const spki = Uint8Array.from(ours.publicKey.export({ format: 'der', type: 'spki' }))
    const secret = diffieHellman({ privateKey: ours.privateKey, publicKey: theirs })
    expect(Buffer.from(await deriveAsPartner(partner, spec, spki))).toEqual(secret)
  })
})
