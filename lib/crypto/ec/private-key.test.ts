import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TAG, writeDer } from '../der.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import { writePkcs8 } from '../pkcs8.ts'
import { type Curve, P256, P384, P521, SECP256K1 } from './curves.ts'
import { canonicalEc, scalarOf, writeEcPkcs8 } from './private-key.ts'

const CURVES = [P256, P384, P521, SECP256K1]
const VERSION = Buffer.from('020101', 'hex')

/** ECPrivateKey in PKCS #8, of any parts. */
function written(curve: Curve, ...parts: readonly Uint8Array[]): Buffer {
  return writePkcs8(curve.algorithm, writeDer(TAG.sequence, VERSION, ...parts))
}

const octets = (bytes: Uint8Array) => writeDer(TAG.octetString, bytes)
const publicPart = (point: Uint8Array) => writeDer(0xa1, writeDer(TAG.bitString, Buffer.alloc(1), point))

describe.each(CURVES)('private keys of $name', (curve) => {
  const pkcs8 = exportPkcs8(generateKeyPairSync('ec', { namedCurve: curve.name }).privateKey)
  const scalar = scalarOf(curve, pkcs8)
  const point = openPkcs8(pkcs8).spki.subarray(-(2 * curve.bytes + 1))

  it('have one encoding: that of OpenSSL', () => {
    expect(writeEcPkcs8(curve, scalar)).toEqual(pkcs8)
    const others = [
      pkcs8,
      written(curve, octets(scalar)),
      written(curve, octets(scalar), writeDer(0xa0, curve.oid)),
      written(curve, octets(scalar), writeDer(0xa0, curve.oid), publicPart(point)),
    ]
    for (const other of others) expect(canonicalEc(curve, other)).toEqual(pkcs8)
  })

  it('are refused with a public key that is not theirs', () => {
    const stranger = openPkcs8(exportPkcs8(generateKeyPairSync('ec', { namedCurve: curve.name }).privateKey))
    const other = stranger.spki.subarray(-point.length)
    expect(canonicalEc(curve, written(curve, octets(scalar), publicPart(other)))).toBeUndefined()
  })

  it('are refused when they are another curve’s, by the outer or the inner name', () => {
    const other = curve === P256 ? SECP256K1 : P256
    expect(canonicalEc(other, pkcs8)).toBeUndefined()
    expect(canonicalEc(curve, written(curve, octets(scalar), writeDer(0xa0, other.oid)))).toBeUndefined()
  })

  it('are refused with explicit parameters, although OpenSSL knows the curve by them', () => {
    const explicit = generateKeyPairSync('ec', { namedCurve: curve.name, paramEncoding: 'explicit' }).privateKey
    expect(explicit.asymmetricKeyDetails?.namedCurve).toBe(curve.name)
    expect(canonicalEc(curve, exportPkcs8(explicit))).toBeUndefined()
  })

  it('are refused at 0, at or over the order, and at another length', () => {
    const order = Buffer.from(curve.noble.Point.Fn.ORDER.toString(16).padStart(2 * curve.bytes, '0'), 'hex')
    for (const wrong of [Buffer.alloc(curve.bytes), order, Buffer.alloc(curve.bytes, 0xff)]) {
      expect(writeEcPkcs8(curve, wrong)).toBeUndefined()
      expect(canonicalEc(curve, written(curve, octets(wrong)))).toBeUndefined()
    }
    for (const wrong of [scalar.subarray(1), Buffer.concat([Buffer.alloc(1), scalar]), Buffer.alloc(0)]) {
      expect(canonicalEc(curve, written(curve, octets(wrong)))).toBeUndefined()
    }
  })

  it('are refused with bytes before, behind or missing', () => {
    const wrong = [pkcs8.subarray(1), pkcs8.subarray(0, -1), Buffer.concat([pkcs8, Buffer.alloc(1)]), Buffer.alloc(0)]
    for (const other of wrong) expect(canonicalEc(curve, other)).toBeUndefined()
    expect(canonicalEc(curve, written(curve, octets(scalar), octets(scalar)))).toBeUndefined()
  })
})
