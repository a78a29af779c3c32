import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { publicKeyDto } from './public-key.ts'

const der = (key: ReturnType<typeof createPublicKey>) => key.export({ type: 'spki', format: 'der' })

describe('a public key as JSON Web Key', () => {
  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey],
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey],
  ])('of %s is what Node makes of it', (_, key) => {
    const { kid, ...members } = publicKeyDto(der(key)).jwk ?? {}
    expect(members).toEqual(key.export({ format: 'jwk' }))
    expect(kid).toHaveLength(43)
  })

  it('has the thumbprint of RFC 7638, section 3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
    const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
    expect(publicKeyDto(der(key)).jwk?.kid).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  })

  it('is left out for kinds that have none; the other forms stay', () => {
    const key = generateKeyPairSync('x25519').publicKey
    const dto = publicKeyDto(der(key))
    expect(dto).not.toHaveProperty('jwk')
    expect(createPublicKey(dto.pem).equals(key)).toBe(true)
    expect(Buffer.from(dto.der, 'base64').equals(der(key))).toBe(true)
  })
})
