import { utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { openBox, sealBox } from './sealed-box.ts'
import type { XaesKey } from './xaes.ts'

/**
 * An opaque token, base64url without padding: the payload sealed under Ktok and bound to its purpose. It has
 * 4/3 × (payload + 41) characters, so that a payload of up to 727 bytes fits AWS's 1,024 for markers.
 */
export function mintToken(tokenKey: XaesKey, purpose: string, payload: Uint8Array, secrets: Secrets): string {
  return sealBox(tokenKey, payload, utf8(purpose), secrets).toString('base64url')
}

/** The payload; undefined for tokens of another key or purpose, and for any other spelling of a good one. */
export function openToken(tokenKey: XaesKey, purpose: string, token: string): Buffer | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.toString('base64url') !== token) return undefined
  return openBox(tokenKey, bytes, utf8(purpose))
}
