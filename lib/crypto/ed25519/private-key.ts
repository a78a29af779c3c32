import type { KeyObject } from 'node:crypto'
import { TAG, writeDer } from '../der.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { readOctets, readPkcs8, readSpki, writePkcs8 } from '../pkcs8.ts'

/** AlgorithmIdentifier id-Ed25519, no parameters (RFC 8410 section 3). */
const ALGORITHM = Buffer.from('300506032b6570', 'hex')
export const SEED_BYTES = 32

/** PKCS #8 in DER (RFC 8410 section 7), without the public key. */
export function writeEdPkcs8(seed: Uint8Array): Buffer {
  return writePkcs8(ALGORITHM, writeDer(TAG.octetString, seed))
}

/** The pair of a private key of 32 bytes. */
export function openEdSeed(seed: Uint8Array): KeyPair {
  if (seed.length !== SEED_BYTES) throw new RangeError('Ed25519 has 32 bytes of private key')
  const pkcs8 = writeEdPkcs8(seed)
  const pair = openPkcs8(pkcs8)
  pkcs8.fill(0)
  return pair
}

/** The private key in PKCS #8; undefined too when there is a public key with it that is not its own. */
export function readEdSeed(pkcs8: Uint8Array): Buffer | undefined {
  const key = readPkcs8(pkcs8, ALGORITHM)
  const seed = key && readOctets(key.privateKey)
  if (seed?.length !== SEED_BYTES) return undefined
  if (key?.publicKey && !edPublicKey(openEdSeed(seed).spki).equals(key.publicKey)) return undefined
  return Buffer.from(seed)
}

/** The private key of 32 bytes. */
export function edSeedOf(privateKey: KeyObject): Buffer {
  const pkcs8 = exportPkcs8(privateKey)
  const seed = readEdSeed(pkcs8)
  pkcs8.fill(0)
  if (!seed) throw new Error('no private key of Ed25519')
  return seed
}

/** The public key of 32 bytes in SubjectPublicKeyInfo of an Ed25519 key. */
export function edPublicKey(spki: Uint8Array): Buffer {
  const key = readSpki(spki, ALGORITHM)
  if (!key) throw new Error('no public key of Ed25519')
  return Buffer.from(key)
}
