import { hash, type KeyObject } from 'node:crypto'
import { utf8 } from '#kernel/bytes.ts'
import { readSequence, readUnsigned, TAG, writeDer, writeUnsigned } from '../der.ts'
import { scalarsOf } from '../ec/private-key.ts'
import { hashedTypes, type MessageHash, unfitMessage } from '../hashing.ts'
import type { MessageType, SigningAlgorithm } from '../key-spec.ts'
import { perKey } from '../per-key.ts'
import { toBigInt, toBytes } from '../rsa/big.ts'
import { freshNonce, type Nonce, publicPoint, readPoint, SM2, Sm2, Sm2Numbers } from './curve.ts'

const NAME = 'SM2DSA'
const SM3: MessageHash = { name: 'sm3', bytes: 32 }
/** The distinguishing identifier that AWS KMS takes for messages (developer guide, "Offline verification with SM2"). */
const DEFAULT_ID = utf8('1234567812345678')
const PARAMETERS = curveParameters()

/**
 * SM2DSA (GB/T 32918.2) with signatures as SEQUENCE of r and s in DER (GB/T 35276 section 7.3). A message is hashed
 * with the signer's default identifier and public key; a digest is what `sm2Digest` gives, for an identifier of the
 * caller's choice.
 */
export const sm2dsa: SigningAlgorithm = {
  name: NAME,
  messageTypes: hashedTypes(SM3),
  sign: async ({ privateKey, spki }, message, type) => {
    const digest = digestOf(message, type, spki)
    if (!digest) throw unfitMessage(NAME, type)
    const factor = factorFor(privateKey)
    // One in 2²⁵⁵ nonces makes no signature.
    for (;;) {
      const nonce = freshNonce()
      const signature = signDigest(digest, factor, nonce)
      // Who knows the number of one signature knows the private key.
      nonce.number.fill(0)
      if (signature) return signature
    }
  },
  verify: ({ spki }, message, type, signature) => {
    const digest = digestOf(message, type, spki)
    return digest !== undefined && verifies(digest, signature, publicPoint(spki))
  },
}

/** SM3 of Z ‖ message, where Z is the hash of identifier, curve and public key (GB/T 32918.2 section 5.5). */
export function sm2Digest(spki: Uint8Array, message: Uint8Array, id: Uint8Array = DEFAULT_ID): Buffer {
  const bits = Buffer.alloc(2)
  bits.writeUInt16BE(8 * id.length)
  const coordinates = publicPoint(spki).subarray(1)
  const z = sm3(Buffer.concat([bits, id, PARAMETERS, coordinates]))
  return sm3(Buffer.concat([z, message]))
}

/**
 * What a private number d makes of nonces: 1 / (1 + d) modulo n. Computed once for each key, as the time that it takes
 * depends on d.
 */
export function signingFactor(scalar: Uint8Array): bigint {
  return Sm2Numbers.inv(Sm2Numbers.create(1n + toBigInt(scalar)))
}

/**
 * r = e + x, s = (k − r·d) / (1 + d), modulo n (GB/T 32918.2 section 6.1). As k − r·d is k + r − r·(1 + d), s is
 * (k + r) / (1 + d) − r, which touches the private key once. Undefined for a nonce that the standard gives up.
 */
export function signDigest(digest: Uint8Array, factor: bigint, { number, point }: Nonce): Buffer | undefined {
  const r = Sm2Numbers.create(toBigInt(digest) + toBigInt(point.subarray(1, 1 + SM2.bytes)))
  const sum = Sm2Numbers.create(toBigInt(number) + r)
  const s = Sm2Numbers.sub(Sm2Numbers.mul(sum, factor), r)
  if (r === 0n || sum === 0n || s === 0n) return undefined
  return writeDer(TAG.sequence, writeUnsigned(toBytes(r)), writeUnsigned(toBytes(s)))
}

const scalarFor = scalarsOf(SM2)
const factorFor = perKey((key: KeyObject) => signingFactor(scalarFor(key)))

function digestOf(message: Uint8Array, type: MessageType, spki: Uint8Array): Uint8Array | undefined {
  if (type === 'RAW') return sm2Digest(spki, message)
  return type === 'DIGEST' && message.length === SM3.bytes ? message : undefined
}

/** GB/T 32918.2 section 7.1. */
function verifies(digest: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const [r, s, ...others] = (readSequence(signature) ?? []).map(readNumber)
  const key = readPoint(publicKey)
  if (!r || !s || !key || others.length > 0) return false
  const t = Sm2Numbers.add(r, s)
  if (t === 0n) return false
  const point = Sm2.BASE.mulAddUnsafe(s, key, t)
  return !point.is0() && Sm2Numbers.create(toBigInt(digest) + point.x) === r
}

/** From 1 to n − 1. */
function readNumber(element: Parameters<typeof readUnsigned>[0]): bigint | undefined {
  const bytes = readUnsigned(element)
  const number = bytes && toBigInt(bytes)
  return number && Sm2Numbers.isValidNot0(number) ? number : undefined
}

function sm3(bytes: Uint8Array): Buffer {
  return hash(SM3.name, bytes, 'buffer')
}

/** a ‖ b ‖ x ‖ y of the base point. */
function curveParameters(): Buffer {
  const { a, b, Gx, Gy } = Sm2.CURVE()
  return Buffer.concat([a, b, Gx, Gy].map((number) => Sm2.Fp.toBytes(number)))
}
