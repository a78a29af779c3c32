import { readOne, readSequence, readUnsigned, TAG, writeDer } from './der.ts'

const ATTRIBUTES = 0xa0
const PUBLIC_KEY = 0x81
const VERSION = Buffer.from([0])

export interface Pkcs8 {
  /** What the privateKey OCTET STRING holds; its form depends on the algorithm. */
  readonly privateKey: Uint8Array
  /** The public key, where the encoding carries one beside the private key. */
  readonly publicKey: Uint8Array | undefined
}

/**
 * Reads PKCS #8, or OneAsymmetricKey (RFC 5958 section 2), in strict DER. The AlgorithmIdentifier must be these bytes:
 * an elliptic curve given by explicit parameters is no named curve. Undefined for anything else.
 */
export function readPkcs8(bytes: Uint8Array, algorithm: Uint8Array): Pkcs8 | undefined {
  const [version, identifier, key, ...others] = readSequence(bytes) ?? []
  if (!version || !identifier || key?.tag !== TAG.octetString) return undefined
  if (!writeDer(identifier.tag, identifier.content).equals(algorithm)) return undefined
  if (others[0]?.tag === ATTRIBUTES) others.shift()
  const publicKey = others[0]?.tag === PUBLIC_KEY ? others.shift()?.content : undefined
  const number = readUnsigned(version)
  if (others.length > 0 || number?.length !== 1 || number[0] !== (publicKey ? 1 : 0)) return undefined
  // A BIT STRING begins with the number of its unused bits.
  if (publicKey && publicKey[0] !== 0) return undefined
  return { privateKey: key.content, publicKey: publicKey?.subarray(1) }
}

/** PKCS #8 without attributes: version 0 ‖ AlgorithmIdentifier ‖ OCTET STRING of the private key. */
export function writePkcs8(algorithm: Uint8Array, privateKey: Uint8Array): Buffer {
  return writeDer(TAG.sequence, writeDer(TAG.integer, VERSION), algorithm, writeDer(TAG.octetString, privateKey))
}

/** SubjectPublicKeyInfo (RFC 5280 section 4.1): the public key of that very AlgorithmIdentifier, or undefined. */
export function readSpki(bytes: Uint8Array, algorithm: Uint8Array): Uint8Array | undefined {
  const [identifier, key, ...others] = readSequence(bytes) ?? []
  if (!identifier || key?.tag !== TAG.bitString || key.content[0] !== 0 || others.length > 0) return undefined
  return writeDer(identifier.tag, identifier.content).equals(algorithm) ? key.content.subarray(1) : undefined
}

/** SubjectPublicKeyInfo of a public key. */
export function writeSpki(algorithm: Uint8Array, publicKey: Uint8Array): Buffer {
  return writeDer(TAG.sequence, algorithm, writeDer(TAG.bitString, Buffer.alloc(1), publicKey))
}

/** The content of the OCTET STRING that the bytes are. */
export function readOctets(bytes: Uint8Array): Uint8Array | undefined {
  return readOne(bytes, TAG.octetString)
}
