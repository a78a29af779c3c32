import { NONCE_BYTES, xaesKey } from '#crypto/xaes.ts'
import { utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { damaged } from './errors.ts'

export const DATA_KEY_BYTES = 32

/**
 * Data under a data key of 32 bytes: nonce of 24 bytes ‖ XAES-256-GCM ciphertext ‖ tag of 16 bytes. `name` says what the
 * data are, so that nobody can put one thing in the place of another.
 */
export function seal(dataKey: Uint8Array, name: string, plaintext: Uint8Array, secrets: Secrets): Buffer {
  const nonce = secrets.bytes(NONCE_BYTES)
  return Buffer.concat([nonce, xaesKey(dataKey).seal(nonce, plaintext, utf8(name))])
}

/** Throws DataCorruptedException for anything but what was sealed under that key and name. */
export function open(dataKey: Uint8Array, name: string, sealed: Uint8Array): Buffer {
  const plaintext = xaesKey(dataKey).open(sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), utf8(name))
  if (!plaintext) throw damaged(name)
  return plaintext
}

/** Works with a data key and zeroes it, whatever comes of it. */
export function using<A>(dataKey: Buffer, work: (dataKey: Buffer) => A): A {
  try {
    return work(dataKey)
  } finally {
    dataKey.fill(0)
  }
}
