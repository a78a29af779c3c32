import { sha256 } from '#kernel/hash.ts'
import type { BlobHeader } from './blob-header.ts'
import { HEADER_BYTES, readHeader, SUITE, writeHeader } from './blob-header.ts'
import type { BlobContents } from './ciphertext-blob.ts'
import { MAX_PLAINTEXT } from './ciphertext-blob.ts'
import { TAG_BYTES } from './gcm.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

const LENGTHS_AT = HEADER_BYTES
const PARTS_AT = LENGTHS_AT + 2
/** What an external key may answer with, in bytes. */
export const IV_BYTES: readonly number[] = [12, 16]
export const MAX_METADATA = 20
/** What our own sealing adds to a plaintext before it goes to the external key. */
const INNER_BYTES = NONCE_BYTES + TAG_BYTES

/** What an external key makes of what is sealed already; as the proxy of its key store answers. */
export interface ExternalCiphertext {
  /** As long as what it is made of. */
  readonly ciphertext: Buffer
  /** 12 or 16 bytes. */
  readonly initializationVector: Buffer
  /** 16 bytes. */
  readonly authenticationTag: Buffer
  /** The proxy's own, at most 20 bytes; empty where it sends none. */
  readonly ciphertextMetadata: Buffer
}

/** A key outside, AES-256-GCM. Rejects where it cannot be used, or the ciphertext is none of its own. */
export interface ExternalCipher {
  encrypt(plaintext: Uint8Array, aad: Uint8Array): Promise<ExternalCiphertext>
  decrypt(sealed: ExternalCiphertext, aad: Uint8Array): Promise<Buffer>
}

/** A blob that is well-formed; whether it is authentic shows when it is opened. */
export interface ParsedExternalBlob extends BlobHeader {
  readonly outer: ExternalCiphertext
}

/**
 * Encrypts twice, under our material and then under an external key, so that neither alone opens it (AWS KMS developer
 * guide, "External key stores", double encryption). Version 1, at most 147 bytes longer than the plaintext:
 *
 *      0  2  magic B4 4D
 *      2  1  version 01
 *      3  1  suite 02: XAES-256-GCM, and AES-256-GCM of an external key around it
 *      4  1  flags: bit 0 multi-Region, the others 0
 *      5 16  key id
 *     21 32  KeyMaterialId
 *     53  1  length of the initialization vector: 12 or 16
 *     54  1  length of the ciphertext metadata: 0 to 20
 *     55     initialization vector, ciphertext metadata
 *        16  tag of the external key
 *        40 + n  ciphertext of the external key
 *
 * Inside is nonce (24) ‖ ciphertext (n) ‖ tag (16) under our material, AAD = bytes 0 to 52 ‖ encryption context. The AAD
 * of the external key is bytes 0 to 52 ‖ SHA-256(encryption context): of one length, and it tells the context to nobody.
 */
export async function sealExternal(contents: BlobContents, external: ExternalCipher): Promise<Buffer> {
  const { keyId, materialId, key, nonce, plaintext, context } = contents
  if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT) throw new RangeError('a blob holds 1 to 4,096 bytes')
  const header = writeHeader(SUITE.external, keyId, materialId)
  const inner = Buffer.concat([nonce, key.seal(nonce, plaintext, Buffer.concat([header, context]))])
  const outer = await external.encrypt(inner, outerAad(header, context))
  const { initializationVector: iv, ciphertextMetadata: metadata, authenticationTag: tag, ciphertext } = outer
  return Buffer.concat([header, Buffer.from([iv.length, metadata.length]), iv, metadata, tag, ciphertext])
}

/** Undefined for anything but a version 1 blob of a possible length. */
export function parseExternalBlob(bytes: Uint8Array): ParsedExternalBlob | undefined {
  const blob = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const header = readHeader(blob, SUITE.external)
  const [ivLength = 0, metadataLength = 0] = blob.subarray(LENGTHS_AT, PARTS_AT)
  if (!header || !IV_BYTES.includes(ivLength) || metadataLength > MAX_METADATA) return undefined
  const metadataAt = PARTS_AT + ivLength
  const tagAt = metadataAt + metadataLength
  const ciphertextAt = tagAt + TAG_BYTES
  const plaintextLength = blob.length - ciphertextAt - INNER_BYTES
  if (plaintextLength < 1 || plaintextLength > MAX_PLAINTEXT) return undefined
  const outer = {
    initializationVector: blob.subarray(PARTS_AT, metadataAt),
    ciphertextMetadata: blob.subarray(metadataAt, tagAt),
    authenticationTag: blob.subarray(tagAt, ciphertextAt),
    ciphertext: blob.subarray(ciphertextAt),
  }
  return { ...header, outer }
}

/**
 * The plaintext; undefined, with no reason told, when our key or the context is not the one it was sealed under. Rejects
 * as the external key does, which is asked first.
 */
export async function openExternal(
  { header, outer }: ParsedExternalBlob,
  key: XaesKey,
  context: Uint8Array,
  external: ExternalCipher,
): Promise<Buffer | undefined> {
  const inner = await external.decrypt(outer, outerAad(header, context))
  if (inner.length !== outer.ciphertext.length) return undefined
  return key.open(inner.subarray(0, NONCE_BYTES), inner.subarray(NONCE_BYTES), Buffer.concat([header, context]))
}

function outerAad(header: Buffer, context: Uint8Array): Buffer {
  return Buffer.concat([header, sha256(context)])
}
