import type { ECDSA } from '@noble/curves/abstract/weierstrass.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { TAG, writeDer } from '../der.ts'
import { readSpki } from '../pkcs8.ts'

/** A curve in short Weierstrass form, known by its name. */
export interface NamedCurve {
  /** OpenSSL's and Node's name. */
  readonly name: string
  /** Bytes of a coordinate, and of a private key. */
  readonly bytes: number
  /** The OBJECT IDENTIFIER that names it, in DER. */
  readonly oid: Buffer
  /** AlgorithmIdentifier id-ecPublicKey with the named curve (RFC 5480 section 2.1.1). */
  readonly algorithm: Buffer
}

/** One that ECDSA signs on. */
export interface Curve extends NamedCurve {
  /** For digests ready made, which Node cannot sign. */
  readonly noble: ECDSA
}

const EC_PUBLIC_KEY = Buffer.from('06072a8648ce3d0201', 'hex')

export const P256 = curve('prime256v1', 32, '06082a8648ce3d030107', p256)
export const P384 = curve('secp384r1', 48, '06052b81040022', p384)
export const P521 = curve('secp521r1', 66, '06052b81040023', p521)
export const SECP256K1 = curve('secp256k1', 32, '06052b8104000a', secp256k1)

/** By OpenSSL's name, with the bytes of a coordinate and its OBJECT IDENTIFIER in DER. */
export function namedCurve(name: string, bytes: number, oidHex: string): NamedCurve {
  const oid = Buffer.from(oidHex, 'hex')
  return { name, bytes, oid, algorithm: writeDer(TAG.sequence, EC_PUBLIC_KEY, oid) }
}

function curve(name: string, bytes: number, oidHex: string, noble: ECDSA): Curve {
  return { ...namedCurve(name, bytes, oidHex), noble }
}

/** Whether SubjectPublicKeyInfo is that of a point of this named curve, by its form; not whether the point lies on it. */
export function isPointOf({ algorithm, bytes }: NamedCurve, spki: Uint8Array): boolean {
  const point = readSpki(spki, algorithm)
  const form = point?.[0]
  if (form === 4) return point?.length === 1 + 2 * bytes
  return (form === 2 || form === 3) && point?.length === 1 + bytes
}
