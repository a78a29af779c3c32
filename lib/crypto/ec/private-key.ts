import { createECDH, type KeyObject } from 'node:crypto'
import { getMinHashLength, mapHashToField } from '@noble/curves/abstract/modular.js'
import { constantTimeEqual } from '#kernel/hash.ts'
import type { Secrets } from '#kernel/random.ts'
import { type DerElement, readOne, readSequence, TAG, writeDer } from '../der.ts'
import { exportPkcs8 } from '../key-pair.ts'
import { perKey } from '../per-key.ts'
import { readPkcs8, writePkcs8 } from '../pkcs8.ts'
import type { NamedCurve } from './curves.ts'

const VERSION = Buffer.from([2, 1, 1])
const PARAMETERS = 0xa0
const PUBLIC_KEY = 0xa1

/**
 * The private key as PKCS #8 in DER, as OpenSSL writes it: ECPrivateKey (RFC 5915 section 3) without parameters, with
 * the public key, which is computed. Undefined for a number that is no private key.
 */
export function writeEcPkcs8(curve: NamedCurve, scalar: Uint8Array): Buffer | undefined {
  const point = publicPoint(curve, scalar)
  return point && writePkcs8(curve.algorithm, writeEcPrivateKey(scalar, point))
}

/**
 * The private key that bytes of a seed make, as `writeEcPkcs8` writes it: a number from 1 to `order` − 1, uniform but for
 * 2^-128, because there are 128 bits more than it has (FIPS 186-5 appendix A.2.1). `order`: of the curve, or below it.
 */
export function deriveEcPkcs8(curve: NamedCurve, order: bigint, seed: Secrets): Buffer {
  const bytes = seed.bytes(getMinHashLength(order))
  const scalar = mapHashToField(bytes, order)
  const pkcs8 = writeEcPkcs8(curve, scalar)
  bytes.fill(0)
  scalar.fill(0)
  if (!pkcs8) throw new Error(`no private key of ${curve.name} was made`)
  return pkcs8
}

/**
 * Reads a private key of the named curve in PKCS #8 (strict DER), with or without its public key, and writes it anew:
 * each key has one encoding. Undefined for anything else: another curve, explicit parameters, a public key that is not
 * its own.
 */
export function canonicalEc(curve: NamedCurve, pkcs8: Uint8Array): Buffer | undefined {
  const outer = readPkcs8(pkcs8, curve.algorithm)
  const inner = outer && readEcPrivateKey(curve, outer.privateKey)
  const point = inner && publicPoint(curve, inner.scalar)
  if (!point) return undefined
  const claimed = [outer.publicKey, inner.publicKey].filter((key) => key !== undefined)
  if (!claimed.every((key) => point.equals(key))) return undefined
  return writePkcs8(curve.algorithm, writeEcPrivateKey(inner.scalar, point))
}

/** The private number in PKCS #8 that `writeEcPkcs8` wrote; a view of its bytes. */
export function scalarOf(curve: NamedCurve, pkcs8: Uint8Array): Uint8Array {
  const outer = readPkcs8(pkcs8, curve.algorithm)
  const inner = outer && readEcPrivateKey(curve, outer.privateKey)
  if (!inner) throw new Error(`no private key of ${curve.name}`)
  return inner.scalar
}

/** Gives the private number of a key of the curve. */
export function scalarsOf(curve: NamedCurve): (key: KeyObject) => Uint8Array {
  return perKey((key) => {
    const pkcs8 = exportPkcs8(key)
    const scalar = Uint8Array.from(scalarOf(curve, pkcs8))
    pkcs8.fill(0)
    return scalar
  })
}

function writeEcPrivateKey(scalar: Uint8Array, point: Uint8Array): Buffer {
  const publicKey = writeDer(PUBLIC_KEY, writeDer(TAG.bitString, Buffer.alloc(1), point))
  return writeDer(TAG.sequence, VERSION, writeDer(TAG.octetString, scalar), publicKey)
}

/** ECPrivateKey; undefined too when its parameters name another curve. */
function readEcPrivateKey(curve: NamedCurve, bytes: Uint8Array) {
  const [version, scalar, ...others] = readSequence(bytes) ?? []
  if (!version || !writeDer(version.tag, version.content).equals(VERSION)) return undefined
  if (scalar?.tag !== TAG.octetString || scalar.content.length !== curve.bytes) return undefined
  const parameters = take(others, PARAMETERS)
  if (parameters && !constantTimeEqual(parameters, curve.oid)) return undefined
  const bits = take(others, PUBLIC_KEY)
  const publicKey = bits && readOne(bits, TAG.bitString)
  if (others.length > 0 || (bits && publicKey?.[0] !== 0)) return undefined
  return { scalar: scalar.content, publicKey: publicKey?.subarray(1) }
}

/** The content of the first of the elements, when it has this tag. */
function take(elements: DerElement[], tag: number): Uint8Array | undefined {
  return elements[0]?.tag === tag ? elements.shift()?.content : undefined
}

/** The public key, uncompressed; undefined for a number outside 1 to n − 1. */
function publicPoint(curve: NamedCurve, scalar: Uint8Array): Buffer | undefined {
  const ecdh = createECDH(curve.name)
  try {
    ecdh.setPrivateKey(scalar)
    return ecdh.getPublicKey()
  } catch {
    return undefined
  }
}
