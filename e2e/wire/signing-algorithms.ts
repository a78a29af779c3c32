import { constants, createHash, type KeyObject, verify } from 'node:crypto'
import type { KeySpec, MessageType, SigningAlgorithmSpec } from '@aws-sdk/client-kms'
import { ed25519ph } from '@noble/curves/ed25519.js'

/** A signing algorithm of AWS KMS, and how the world outside looks at it. */
export interface SigningAlgorithm {
  readonly name: SigningAlgorithmSpec
  /** What Sign is given for a message, by each type that the algorithm takes. */
  readonly inputs: Partial<Record<MessageType, (message: Buffer, key: KeyObject) => Buffer>>
  /** Verifies with other code than the server's. */
  readonly verifies: (message: Buffer, key: KeyObject, signature: Uint8Array) => boolean
}

type Bits = 256 | 384 | 512

const raw = (message: Buffer) => message
const hashed = (bits: Bits) => ({
  RAW: raw,
  DIGEST: (message: Buffer) => createHash(`sha${bits}`).update(message).digest(),
})
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })

function rsa(scheme: 'PKCS1_V1_5' | 'PSS', bits: Bits): SigningAlgorithm {
  const padding = scheme === 'PSS' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  // The salt is as long as the digest: with another length the verification fails.
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST
  return {
    name: `RSASSA_${scheme}_SHA_${bits}`,
    inputs: hashed(bits),
    verifies: (message, key, signature) => verify(`sha${bits}`, message, { key, padding, saltLength }, signature),
  }
}

function ecdsa(bits: Bits): SigningAlgorithm {
  return {
    name: `ECDSA_SHA_${bits}`,
    inputs: hashed(bits),
    verifies: (message, key, signature) => verify(`sha${bits}`, message, key, signature),
  }
}

const ed25519: SigningAlgorithm = {
  name: 'ED25519_SHA_512',
  inputs: { RAW: raw },
  verifies: (message, key, signature) => verify(null, message, key, signature),
}

const ed25519Prehashed: SigningAlgorithm = {
  name: 'ED25519_PH_SHA_512',
  inputs: { DIGEST: hashed(512).DIGEST },
  verifies: (message, key, signature) => ed25519ph.verify(signature, message, spki(key).subarray(-32)),
}

/** The parameter set's public key is the last so many bytes of its SPKI. */
function mlDsa(publicKeyBytes: number): SigningAlgorithm {
  const shake = (...parts: Uint8Array[]) =>
    createHash('shake256', { outputLength: 64 }).update(Buffer.concat(parts)).digest()
  return {
    name: 'ML_DSA_SHAKE_256',
    inputs: {
      RAW: raw,
      // FIPS 204, algorithm 7, line 6, with an empty context: a zero for pure ML-DSA, and a zero for its length.
      EXTERNAL_MU: (message, key) => shake(shake(spki(key).subarray(-publicKeyBytes)), Buffer.alloc(2), message),
    },
    verifies: (message, key, signature) => verify(null, message, key, signature),
  }
}

const BITS = [256, 384, 512] as const
const rsaAlgorithms = [...BITS.map((bits) => rsa('PKCS1_V1_5', bits)), ...BITS.map((bits) => rsa('PSS', bits))]

/** Every spec of a key that signs, with all the algorithms AWS KMS lists for it. */
export const signingSpecs: readonly (readonly [KeySpec, readonly SigningAlgorithm[]])[] = [
  ['RSA_2048', rsaAlgorithms],
  ['RSA_3072', rsaAlgorithms],
  ['RSA_4096', rsaAlgorithms],
  ['ECC_NIST_P256', [ecdsa(256)]],
  ['ECC_NIST_P384', [ecdsa(384)]],
  ['ECC_NIST_P521', [ecdsa(512)]],
  ['ECC_SECG_P256K1', [ecdsa(256)]],
  ['ECC_NIST_EDWARDS25519', [ed25519, ed25519Prehashed]],
  ['ML_DSA_44', [mlDsa(1312)]],
  ['ML_DSA_65', [mlDsa(1952)]],
  ['ML_DSA_87', [mlDsa(2592)]],
]
