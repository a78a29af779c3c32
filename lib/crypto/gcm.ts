import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Bytes of an authentication tag. Always named: Node accepts shorter ones otherwise. */
export const TAG_BYTES = 16
const OPTIONS = { authTagLength: TAG_BYTES }

/** AES-256-GCM (SP 800-38D): ciphertext ‖ tag. `iv` is 12 bytes and must never come twice under one key. */
export function sealGcm(key: KeyObject, iv: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv, OPTIONS).setAAD(aad)
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** The plaintext of ciphertext ‖ tag; undefined, with no reason told, when it is not authentic. */
export function openGcm(key: KeyObject, iv: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer | undefined {
  const end = sealed.length - TAG_BYTES
  if (end < 0) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, iv, OPTIONS).setAAD(aad).setAuthTag(sealed.subarray(end))
  const plaintext = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
    return plaintext
  } catch {
    plaintext.fill(0)
    return undefined
  }
}
