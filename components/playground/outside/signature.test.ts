import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { outsideOf, verifyInBrowser } from './signature.ts'

const message = Uint8Array.from(Buffer.from('a message'))
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('a signature of a key', () => {
  it.each([
    ['ECC_NIST_P256', 'ECDSA_SHA_256', ec('P-256'), 'sha256', {}],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', ec('P-384'), 'sha384', {}],
    ['ECC_NIST_P521', 'ECDSA_SHA_512', ec('P-521'), 'sha512', {}],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', rsa(), 'sha512', {}],
    ['RSA_2048', 'RSASSA_PSS_SHA_256', rsa(), 'sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', generateKeyPairSync('ed25519'), null, {}],
  ])('of %s by %s verifies outside, and that of another message does not', async (spec, algorithm, pair, hash, how) => {
    const outside = outsideOf(spec, algorithm, 'RAW')
    if (outside.kind !== 'browser') throw new Error('it is not for the browser')
    const publicKey = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }))
    const signature = Uint8Array.from(sign(hash, message, { key: pair.privateKey, ...how }))
    expect(await verifyInBrowser(outside, { publicKey, message, signature })).toBe(true)
    expect(await verifyInBrowser(outside, { publicKey, message: message.subarray(1), signature })).toBe(false)
    expect(
      await verifyInBrowser(outside, { publicKey, message, signature: signature.with(8, (signature[8] ?? 0) ^ 1) }),
    ).toBe(false)
  })

  it.each([
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'RAW', 'WebCrypto has no secp256k1', 'openssl dgst -sha256'],
    ['ML_DSA_65', 'ML_DSA_SHAKE_256', 'RAW', 'WebCrypto has no ML-DSA', '-rawin'],
    ['SM2', 'SM2DSA', 'RAW', 'WebCrypto has no SM2', '-sm3 -verify public.pem -sigopt distid:'],
    ['RSA_2048', 'RSASSA_PSS_SHA_384', 'DIGEST', 'WebCrypto hashes by itself and takes no digest', 'digest:sha384'],
  ])('of %s by %s over %s is for a line of a shell', (spec, algorithm, type, reason, part) => {
    expect(outsideOf(spec, algorithm, type)).toMatchObject({
      kind: 'elsewhere',
      reason,
      line: expect.stringContaining(part),
    })
  })
})
