import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { TAG_BYTES } from './gcm.ts'
import { isMultiRegion, KEY_ID_BYTES, keyIdBytes, keyIdFrom } from './key-id-bytes.ts'
import { MATERIAL_ID_BYTES, materialIdBytes, materialIdFrom } from './material-id.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

/** Magic, version 1, suite 1 (XAES-256-GCM). */
const PREAMBLE = Buffer.from([0xb4, 0x4d, 1, 1])
const FLAGS_AT = PREAMBLE.length
const KEY_ID_AT = FLAGS_AT + 1
const MATERIAL_ID_AT = KEY_ID_AT + KEY_ID_BYTES
const NONCE_AT = MATERIAL_ID_AT + MATERIAL_ID_BYTES
const SEALED_AT = NONCE_AT + NONCE_BYTES
const MULTI_REGION_FLAG = 1
const MAX_PLAINTEXT = 4096

export interface BlobContents {
  readonly keyId: KeyId
  readonly materialId: KeyMaterialId
  /** The material of that id. */
  readonly key: XaesKey
  /** 24 fresh random bytes. */
  readonly nonce: Uint8Array
  /** 1 to 4,096 bytes. */
  readonly plaintext: Uint8Array
  /** From `canonicalContext`. */
  readonly context: Uint8Array
}

/** A blob that is well-formed; whether it is authentic shows when it is opened. */
export interface ParsedBlob {
  readonly keyId: KeyId
  readonly materialId: KeyMaterialId
  readonly multiRegion: boolean
  readonly header: Buffer
  readonly nonce: Buffer
  /** Ciphertext ‖ tag. */
  readonly sealed: Buffer
}

/**
 * Makes a ciphertext blob, version 1, 93 bytes longer than the plaintext:
 *
 *      0  2  magic B4 4D
 *      2  1  version 01
 *      3  1  suite 01: XAES-256-GCM
 *      4  1  flags: bit 0 multi-Region, the others 0
 *      5 16  key id
 *     21 32  KeyMaterialId
 *     53 24  nonce
 *     77  n  ciphertext, 1 to 4,096 bytes
 *        16  tag
 *
 * AAD = bytes 0 to 52 ‖ encryption context. So it opens only as a ciphertext of its logical key and material; the
 * KeyMaterialId in the AAD also commits to the key, which GCM alone does not.
 */
export function sealBlob({ keyId, materialId, key, nonce, plaintext, context }: BlobContents): Buffer {
  if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT) throw new RangeError('a blob holds 1 to 4,096 bytes')
  const flags = Buffer.from([isMultiRegion(keyId) ? MULTI_REGION_FLAG : 0])
  const header = Buffer.concat([PREAMBLE, flags, keyIdBytes(keyId), materialIdBytes(materialId)], NONCE_AT)
  return Buffer.concat([header, nonce, key.seal(nonce, plaintext, Buffer.concat([header, context]))])
}

/** Undefined for anything but a version 1 blob of a possible length. */
export function parseBlob(bytes: Uint8Array): ParsedBlob | undefined {
  const blob = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const plaintextLength = blob.length - SEALED_AT - TAG_BYTES
  if (plaintextLength < 1 || plaintextLength > MAX_PLAINTEXT) return undefined
  if (!blob.subarray(0, FLAGS_AT).equals(PREAMBLE)) return undefined
  const flags = blob[FLAGS_AT]
  if (flags !== 0 && flags !== MULTI_REGION_FLAG) return undefined
  const multiRegion = flags === MULTI_REGION_FLAG
  return {
    keyId: keyIdFrom(blob.subarray(KEY_ID_AT, MATERIAL_ID_AT), multiRegion),
    materialId: materialIdFrom(blob.subarray(MATERIAL_ID_AT, NONCE_AT)),
    multiRegion,
    header: blob.subarray(0, NONCE_AT),
    nonce: blob.subarray(NONCE_AT, SEALED_AT),
    sealed: blob.subarray(SEALED_AT),
  }
}

/** The plaintext; undefined, with no reason told, when key or context is not the one it was sealed under. */
export function openBlob(blob: ParsedBlob, key: XaesKey, context: Uint8Array): Buffer | undefined {
  return key.open(blob.nonce, blob.sealed, Buffer.concat([blob.header, context]))
}
