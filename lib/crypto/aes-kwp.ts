import { createDecipheriv } from 'node:crypto'

/** The Alternative Initial Value that marks padded key wrap (RFC 5649 section 3). */
const ALTERNATIVE_IV = Buffer.from('a65959a6', 'hex')
const BLOCK = 8

/**
 * AES key unwrap with padding (RFC 5649 section 4.2). Wrapped data is 16 bytes or more, a multiple of 8. The caller
 * zeroes what it gets; undefined, with no reason told, when it does not unwrap. Throws for what is no AES key.
 */
export function unwrapKwp(key: Uint8Array, wrapped: Uint8Array): Buffer | undefined {
  const decipher = createDecipheriv(`id-aes${key.length * 8}-wrap-pad`, key, ALTERNATIVE_IV)
  if (wrapped.length < 2 * BLOCK || wrapped.length % BLOCK !== 0) return undefined
  try {
    const unwrapped = decipher.update(wrapped)
    decipher.final()
    return unwrapped
  } catch {
    return undefined
  }
}
