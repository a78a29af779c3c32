import { u16 } from '#kernel/bytes.ts'
import { sha256 } from '#kernel/hash.ts'
import type { XksCiphertext } from './ports.ts'

export { IV_BYTES, MAX_METADATA } from '#crypto/external-blob.ts'
export { TAG_BYTES } from '#crypto/gcm.ts'

/** What the protocol allows, in bytes. */
export const MAX_PLAINTEXT = 4300
export const MAX_AAD = 8192

/**
 * The additional data of AES-GCM (XKS proxy API specification, "Encrypt", ciphertextMetadata): u16 length and AAD, then
 * u8 length and metadata, so that one cannot pass for the other.
 */
export function gcmAad(aad: Uint8Array, metadata: Uint8Array): Buffer {
  return Buffer.concat([u16(aad.length), aad, Buffer.from([metadata.length]), metadata])
}

/** The ciphertext data integrity value: SHA-256 of all that decrypting takes (same page, Appendix C). */
export function integrityValue(aad: Uint8Array, sealed: XksCiphertext): Buffer {
  const { ciphertextMetadata, initializationVector, ciphertext, authenticationTag } = sealed
  return sha256(Buffer.concat([aad, ciphertextMetadata, initializationVector, ciphertext, authenticationTag]))
}
