import { hash } from 'node:crypto'
import { constantTimeEqual } from '#kernel/hash.ts'
import { type DerElement, readSequence, readUnsigned, TAG, writeDer, writeUnsigned } from '../der.ts'
import { scalarsOf } from '../ec/private-key.ts'
import type { RawEncryption } from '../key-spec.ts'
import { freshNonce, publicPoint, SM2 } from './curve.ts'

const HASH = 'sm3'
const HASH_BYTES = 32
const UNCOMPRESSED = Buffer.from([4])

/**
 * SM2PKE (GB/T 32918.4). Ciphertexts are SEQUENCE of x, y, hash and masked message in DER (GB/T 35276 section 7.2), the
 * form that AWS KMS takes (developer guide, "Offline verification with SM2 key pairs") and OpenSSL makes.
 */
export const sm2pke: RawEncryption = {
  form: 'raw',
  name: 'SM2PKE',
  maxPlaintext: 1024,
  encrypt: async ({ spki }, plaintext, { threads }) => {
    if (plaintext.length === 0) throw new RangeError('SM2PKE encrypts one byte or more')
    const peer = publicPoint(spki)
    // Of messages of one byte, one in 256 meets a mask of zeros.
    for (;;) {
      const { number, point } = freshNonce()
      const shared = await threads.multiplySm2(number, peer)
      number.fill(0)
      if (!shared) throw new Error('a public key of SM2 is not on its curve')
      const sealed = seal(point, shared, plaintext)
      shared.fill(0)
      if (sealed) return sealed
    }
  },
  decrypt: async ({ privateKey }, ciphertext, { threads }) => {
    const parts = readCiphertext(ciphertext)
    const shared = parts && (await threads.multiplySm2(scalarFor(privateKey), parts.point))
    const plaintext = parts && shared && open(parts, shared)
    shared?.fill(0)
    return plaintext
  },
}

const scalarFor = scalarsOf(SM2)

/** The ciphertext under a shared point, uncompressed. Undefined where the mask is zero, and would show the message. */
export function seal(point: Uint8Array, shared: Uint8Array, plaintext: Uint8Array): Buffer | undefined {
  const masked = mask(shared, plaintext)
  return (
    masked &&
    writeDer(
      TAG.sequence,
      writeUnsigned(point.subarray(1, 1 + SM2.bytes)),
      writeUnsigned(point.subarray(1 + SM2.bytes)),
      writeDer(TAG.octetString, tagOf(shared, plaintext)),
      writeDer(TAG.octetString, masked),
    )
  )
}

interface Ciphertext {
  /** C₁, uncompressed; not yet known to lie on the curve. */
  readonly point: Buffer
  /** C₃ */
  readonly tag: Uint8Array
  /** C₂ */
  readonly masked: Uint8Array
}

function readCiphertext(bytes: Uint8Array): Ciphertext | undefined {
  const [first, second, tag, masked, ...others] = readSequence(bytes) ?? []
  const [x, y] = [first && readCoordinate(first), second && readCoordinate(second)]
  if (!x || !y || tag?.tag !== TAG.octetString || masked?.tag !== TAG.octetString || others.length > 0) return undefined
  if (tag.content.length !== HASH_BYTES || masked.content.length === 0) return undefined
  return { point: Buffer.concat([UNCOMPRESSED, x, y]), tag: tag.content, masked: masked.content }
}

function readCoordinate(element: DerElement): Buffer | undefined {
  const digits = readUnsigned(element)
  if (!digits || digits.length > SM2.bytes) return undefined
  return Buffer.concat([Buffer.alloc(SM2.bytes - digits.length), digits])
}

function open({ tag, masked }: Ciphertext, shared: Uint8Array): Buffer | undefined {
  const plaintext = mask(shared, masked)
  if (plaintext && constantTimeEqual(tagOf(shared, plaintext), tag)) return plaintext
  plaintext?.fill(0)
  return undefined
}

/** SM3 of x₂ ‖ message ‖ y₂. */
function tagOf(shared: Uint8Array, plaintext: Uint8Array): Buffer {
  const [x, y] = [shared.subarray(1, 1 + SM2.bytes), shared.subarray(1 + SM2.bytes)]
  return secretly(Buffer.concat([x, plaintext, y]), (bytes) => hash(HASH, bytes, 'buffer'))
}

/** Message ⊕ KDF(x₂ ‖ y₂), or back; undefined where the KDF gives zeros only. */
function mask(shared: Uint8Array, message: Uint8Array): Buffer | undefined {
  return secretly(derived(shared.subarray(1), message.length), (key) => {
    const isZero = key.every((byte) => byte === 0)
    return isZero ? undefined : Buffer.from(message.map((byte, index) => byte ^ (key[index] ?? 0)))
  })
}

/** The key derivation function of GB/T 32918.4 section 5.4.3: SM3 of seed ‖ counter from 1 on, one behind the other. */
function derived(seed: Uint8Array, length: number): Buffer {
  const counter = Buffer.alloc(4)
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, index) => {
    counter.writeUInt32BE(index + 1)
    return secretly(Buffer.concat([seed, counter]), (bytes) => hash(HASH, bytes, 'buffer'))
  })
  return Buffer.concat(blocks).subarray(0, length)
}

function secretly<Result>(secret: Buffer, work: (secret: Buffer) => Result): Result {
  const result = work(secret)
  secret.fill(0)
  return result
}
