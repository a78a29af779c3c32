import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import type { BlobHeader } from './blob-header.ts'
import { HEADER_BYTES, readHeader, SUITE, writeHeader } from './blob-header.ts'
import { TAG_BYTES } from './gcm.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

const NONCE_AT = HEADER_BYTES
const SEALED_AT = NONCE_AT + NONCE_BYTES
export const MAX_PLAINTEXT = 4096

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
export interface ParsedBlob extends BlobHeader {
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
  const header = writeHeader(SUITE.xaes, keyId, materialId)
  return Buffer.concat([header, nonce, key.seal(nonce, plaintext, Buffer.concat([header, context]))])
}

/** Undefined for anything but a version 1 blob of a possible length. */
export function parseBlob(bytes: Uint8Array): ParsedBlob | undefined {
  const blob = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const plaintextLength = blob.length - SEALED_AT - TAG_BYTES
  if (plaintextLength < 1 || plaintextLength > MAX_PLAINTEXT) return undefined
  const header = readHeader(blob, SUITE.xaes)
  return header && { ...header, nonce: blob.subarray(NONCE_AT, SEALED_AT), sealed: blob.subarray(SEALED_AT) }
}

/** The plaintext; undefined, with no reason told, when key or context is not the one it was sealed under. */
export function openBlob(blob: ParsedBlob, key: XaesKey, context: Uint8Array): Buffer | undefined {
  return key.open(blob.nonce, blob.sealed, Buffer.concat([blob.header, context]))
}
