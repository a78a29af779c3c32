import { sign, verify } from 'node:crypto'
import { digestFor, hashedTypes, type Sha2Bits, sha2, unfitMessage } from '../hashing.ts'
import type { SigningAlgorithm } from '../key-spec.ts'
import { readSpki } from '../pkcs8.ts'
import type { Curve } from './curves.ts'
import { scalarsOf } from './private-key.ts'

/** Digests as they are, s as it comes (AWS KMS does not halve it), Ecdsa-Sig-Value in DER. */
const READY = { prehash: false, lowS: false, format: 'der' } as const

/**
 * ECDSA (FIPS 186-5 section 6) with signatures as Ecdsa-Sig-Value in DER (RFC 3279 section 2.2.3). Messages go through
 * OpenSSL; digests through noble, since Node signs none, with fresh randomness in the nonce of RFC 6979.
 */
export function ecdsa(curve: Curve, bits: Sha2Bits): SigningAlgorithm {
  const name = `ECDSA_SHA_${bits}`
  const messageHash = sha2(bits)
  const scalarFor = scalarsOf(curve)
  return {
    name,
    messageTypes: hashedTypes(messageHash),
    sign: async ({ privateKey }, message, type, { secrets }) => {
      if (type === 'RAW') return sign(messageHash.name, message, privateKey)
      const digest = digestFor(messageHash, message, type)
      if (!digest) throw unfitMessage(name, type)
      const extraEntropy = secrets.bytes(curve.bytes)
      return Buffer.from(curve.noble.sign(digest, scalarFor(privateKey), { ...READY, extraEntropy }))
    },
    verify: ({ publicKey, spki }, message, type, signature) => {
      if (type === 'RAW') return verify(messageHash.name, message, publicKey, signature)
      const digest = digestFor(messageHash, message, type)
      const point = readSpki(spki, curve.algorithm)
      return digest !== undefined && point !== undefined && verifies(curve, signature, digest, point)
    },
  }
}

function verifies(curve: Curve, signature: Uint8Array, digest: Uint8Array, point: Uint8Array): boolean {
  try {
    return curve.noble.verify(signature, digest, point, READY)
  } catch {
    return false
  }
}
