import type { KeyObject } from 'node:crypto'
import { u32, utf8 } from '#kernel/bytes.ts'
import { hmacSha256 } from '#kernel/hash.ts'

const BLOCK = 32
const SEPARATOR = Buffer.from([0])

/**
 * SP 800-108r1 section 4.1, counter mode with HMAC-SHA256: block i is
 * HMAC(key, u32 i ‖ label ‖ 00 ‖ context ‖ u32 length in bits). The caller owns the result and zeroes it.
 */
export function deriveKey(
  key: KeyObject | Uint8Array,
  label: string | Uint8Array,
  context: Uint8Array,
  length = BLOCK,
): Buffer {
  const labelBytes = typeof label === 'string' ? utf8(label) : label
  const fixed = Buffer.concat([labelBytes, SEPARATOR, context, u32(length * 8)])
  const out = Buffer.alloc(length)
  for (let i = 0; i * BLOCK < length; i += 1) {
    const block = hmacSha256(key, Buffer.concat([u32(i + 1), fixed]))
    block.copy(out, i * BLOCK)
    block.fill(0)
  }
  return out
}
