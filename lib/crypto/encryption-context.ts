import { utf8 } from '#kernel/bytes.ts'

const U16_MAX = 0xffff
const NONE = Buffer.alloc(0)

/**
 * The encryption context as bytes to authenticate, the same for the same pairs in any order and never the same
 * for other pairs. Empty: no bytes. Else
 *
 *     u16 number of pairs ‖ pairs in the order of the UTF-8 bytes of their keys
 *     pair = u16 length ‖ key ‖ u16 length ‖ value
 *
 * No Unicode normalisation. Undefined when there are over 65,535 pairs, a text is over 65,535 bytes, or it holds
 * a lone surrogate: as UTF-8 all of these are U+FFFD, and two contexts would be one.
 */
export function canonicalContext(context: ReadonlyMap<string, string>): Buffer | undefined {
  if (context.size === 0) return NONE
  if (context.size > U16_MAX) return undefined
  const pairs: Pair[] = []
  for (const [key, value] of context) {
    if (!key.isWellFormed() || !value.isWellFormed()) return undefined
    const pair = { key: utf8(key), value: utf8(value) }
    if (pair.key.length > U16_MAX || pair.value.length > U16_MAX) return undefined
    pairs.push(pair)
  }
  pairs.sort((a, b) => a.key.compare(b.key))
  return write(pairs)
}

interface Pair {
  readonly key: Buffer
  readonly value: Buffer
}

function write(pairs: readonly Pair[]): Buffer {
  const length = pairs.reduce((sum, { key, value }) => sum + 4 + key.length + value.length, 2)
  const out = Buffer.alloc(length)
  let at = out.writeUInt16BE(pairs.length)
  for (const { key, value } of pairs) {
    at = out.writeUInt16BE(key.length, at)
    at += key.copy(out, at)
    at = out.writeUInt16BE(value.length, at)
    at += value.copy(out, at)
  }
  return out
}
