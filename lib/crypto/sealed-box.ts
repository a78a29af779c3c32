import type { Secrets } from '#kernel/random.ts'
import { TAG_BYTES } from './gcm.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

const VERSION = 1
const SEALED_AT = 1 + NONCE_BYTES

/** version 01 ‖ nonce 24 ‖ ciphertext ‖ tag 16. AAD = version ‖ the caller's. 41 bytes longer than the plaintext. */
export function sealBox(key: XaesKey, plaintext: Uint8Array, aad: Uint8Array, secrets: Secrets): Buffer {
  const version = Buffer.from([VERSION])
  const nonce = secrets.bytes(NONCE_BYTES)
  return Buffer.concat([version, nonce, key.seal(nonce, plaintext, Buffer.concat([version, aad]))])
}

/** Undefined, with no reason told, when it does not open. */
export function openBox(key: XaesKey, box: Uint8Array, aad: Uint8Array): Buffer | undefined {
  if (box.length < SEALED_AT + TAG_BYTES || box[0] !== VERSION) return undefined
  const nonce = box.subarray(1, SEALED_AT)
  return key.open(nonce, box.subarray(SEALED_AT), Buffer.concat([box.subarray(0, 1), aad]))
}
