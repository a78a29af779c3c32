import type { KeyMaterialId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import { gcmAad, TAG_BYTES } from './gcm-parts.ts'
import type { AdmittedKey, UsableMaterial, XksCiphertext } from './ports.ts'

const VERSION = 1
const MATERIAL_AT = 1
const MATERIAL_BYTES = 7
const SALT_AT = MATERIAL_AT + MATERIAL_BYTES
const SALT_BYTES = 12
const IV_BYTES = 12

/** A message of the proxy face, with the material that it is or was sealed under. */
export interface Used<T> {
  readonly materialId: KeyMaterialId
  readonly bytes: T
}

/**
 * Seals a message of the proxy face with XAES-256-GCM under the key's current material. Its nonce of 24 random bytes
 * stands in two places: the first 12, from which the key of this one message is derived, in the metadata; the last 12
 * are the initialization vector.
 *
 *      0  1  version 01
 *      1  7  the beginning of the KeyMaterialId
 *      8 12  salt
 *
 * AAD: see `gcmAad`. It begins with a length of at most 8,192 and a ciphertext blob's with B4 4D, so neither is the other.
 */
export function sealMessage(
  { materialId, key }: UsableMaterial,
  plaintext: Uint8Array,
  aad: Uint8Array,
  secrets: Secrets,
): XksCiphertext {
  const nonce = secrets.bytes(SALT_BYTES + IV_BYTES)
  const prefix = Buffer.from(materialId, 'hex').subarray(0, MATERIAL_BYTES)
  const ciphertextMetadata = Buffer.concat([Buffer.from([VERSION]), prefix, nonce.subarray(0, SALT_BYTES)])
  const sealed = key.seal(nonce, plaintext, gcmAad(aad, ciphertextMetadata))
  return {
    ciphertextMetadata,
    initializationVector: nonce.subarray(SALT_BYTES),
    ciphertext: sealed.subarray(0, -TAG_BYTES),
    authenticationTag: sealed.subarray(-TAG_BYTES),
  }
}

/** The plaintext, with the material that the metadata names; undefined, with no reason told, for any other message. */
export function openMessage(key: AdmittedKey, message: XksCiphertext, aad: Uint8Array): Used<Buffer> | undefined {
  const { ciphertextMetadata, initializationVector, ciphertext, authenticationTag } = message
  const isOurs = ciphertextMetadata.length === SALT_AT + SALT_BYTES && ciphertextMetadata[0] === VERSION
  if (!isOurs || initializationVector.length !== IV_BYTES) return undefined
  const prefix = ciphertextMetadata.toString('hex', MATERIAL_AT, SALT_AT)
  const material = key.find((id) => id.startsWith(prefix))
  const nonce = Buffer.concat([ciphertextMetadata.subarray(SALT_AT), initializationVector])
  const sealed = Buffer.concat([ciphertext, authenticationTag])
  const bytes = material?.key.open(nonce, sealed, gcmAad(aad, ciphertextMetadata))
  return material && bytes && { materialId: material.materialId, bytes }
}
