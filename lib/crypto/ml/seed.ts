import type { KeyObject } from 'node:crypto'
import { readOne, readSequence, TAG, writeDer } from '../der.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { readPkcs8, writePkcs8 } from '../pkcs8.ts'

/** The seed alone, one of the forms of a private key in RFC 9881 section 6 (ML-DSA) and RFC 9935 section 6 (ML-KEM). */
const SEED = 0x80
const NIST_ALGORITHMS = Buffer.from('60864801650304', 'hex')

/** A parameter set of a lattice algorithm, whose private keys are kept as the seeds they are made from. */
export interface SeededAlgorithm {
  readonly seedBytes: number
  /** AlgorithmIdentifier, without parameters. */
  readonly algorithm: Buffer
}

/** AlgorithmIdentifier without parameters, by the last two arcs under nistAlgorithms, 2.16.840.1.101.3.4. */
export function nistAlgorithm(...arcs: readonly [number, number]): Buffer {
  return writeDer(TAG.sequence, writeDer(TAG.oid, NIST_ALGORITHMS, Buffer.from(arcs)))
}

/** The pair of a seed. */
export function openSeed({ algorithm, seedBytes }: SeededAlgorithm, seed: Uint8Array): KeyPair {
  if (seed.length !== seedBytes) throw new RangeError(`a seed has ${seedBytes} bytes`)
  const pkcs8 = seedPkcs8(algorithm, seed)
  const pair = openPkcs8(pkcs8)
  pkcs8.fill(0)
  return pair
}

/** The seed of a private key that `openSeed` made. The caller zeroes it. */
export function seedOf({ algorithm }: SeededAlgorithm, privateKey: KeyObject): Buffer {
  const pkcs8 = exportPkcs8(privateKey)
  const copy = seedInPkcs8(algorithm, pkcs8)
  pkcs8.fill(0)
  if (!copy) throw new Error('the private key has no seed')
  return copy
}

/** The seed, as it is or in PKCS #8. The caller zeroes it. Undefined for anything else. */
export function readSeed({ algorithm, seedBytes }: SeededAlgorithm, bytes: Uint8Array): Buffer | undefined {
  const seed = bytes.length === seedBytes ? Buffer.from(bytes) : seedInPkcs8(algorithm, bytes)
  return seed?.length === seedBytes ? seed : undefined
}

/** Versions of OpenSSL write the seed alone, or the seed with what it expands to. */
function seedInPkcs8(algorithm: Buffer, pkcs8: Uint8Array): Buffer | undefined {
  const key = readPkcs8(pkcs8, algorithm)?.privateKey
  const both = key && readSequence(key)?.[0]
  const seed = key && (both?.tag === TAG.octetString ? both.content : readOne(key, SEED))
  return seed && Buffer.from(seed)
}

/** PKCS #8 in DER that holds the seed alone. */
export function seedPkcs8(algorithm: Uint8Array, seed: Uint8Array): Buffer {
  return writePkcs8(algorithm, writeDer(SEED, seed))
}
