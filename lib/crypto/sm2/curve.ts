import { createECDH } from 'node:crypto'
import { type WeierstrassPoint, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { type NamedCurve, namedCurve } from '../ec/curves.ts'
import { readSpki } from '../pkcs8.ts'
import { toBigInt } from '../rsa/big.ts'

export type Sm2Point = WeierstrassPoint<bigint>

/** The curve of SM2, sm2p256v1 (GM/T 0006, 1.2.156.10197.1.301). */
export const SM2: NamedCurve = namedCurve('SM2', 32, '06082a811ccf5501822d')

/**
 * The curve's parameters (GB/T 32918.5 section 2). Node makes and encodes keys of this curve, but neither agrees by
 * them once they were read, nor signs for a name, nor encrypts: the arithmetic for these is noble's.
 */
export const Sm2 = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
})

/** The integers modulo the curve's order. */
export const { Fn: Sm2Numbers } = Sm2

/** Compressed or uncompressed (SEC 1 section 2.3.3). Undefined for anything but a point on the curve. */
export function readPoint(bytes: Uint8Array): Sm2Point | undefined {
  try {
    return Sm2.fromBytes(bytes)
  } catch {
    return undefined
  }
}

/** The public key in SubjectPublicKeyInfo of a key that was made or imported here, uncompressed. */
export function publicPoint(spki: Uint8Array): Uint8Array {
  const point = readSpki(spki, SM2.algorithm)
  if (!point) throw new Error('no public key of SM2')
  return point
}

/**
 * A private number times a point, uncompressed: the caller zeroes it. Undefined unless the point lies on the curve.
 * Takes milliseconds: for a thread.
 */
export function multiplyPoint(scalar: Uint8Array, point: Uint8Array): Buffer | undefined {
  const product = readPoint(point)?.multiply(toBigInt(scalar))
  return product && Buffer.from(product.toBytes(false))
}

/** A random number from 1 to n − 1 for one use, with its multiple of the base point, uncompressed. */
export interface Nonce {
  readonly number: Buffer
  readonly point: Buffer
}

export function freshNonce(): Nonce {
  const ecdh = createECDH(SM2.name)
  const point = ecdh.generateKeys()
  return { number: ecdh.getPrivateKey(), point }
}
