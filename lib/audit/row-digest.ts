import { toBase64 } from '#kernel/bytes.ts'
import { sha256Hex } from '#kernel/hash.ts'
import { canonicalJson } from './canonical.ts'

/**
 * SHA-256, in hexadecimal, of the canonical JSON of a table's name and a row's members, bytes in base64. Members that
 * are null are left out, so that a column which is added later, empty, changes no digest; `version` counts writes and is no
 * part of what a row says.
 */
export function rowDigest(table: string, row: object, outside: readonly string[] = []): string {
  const members = Object.entries(row)
    .filter(([name, value]) => name !== 'version' && !outside.includes(name) && value !== null && value !== undefined)
    .map(([name, value]) => [name, storedForm(value)])
  return sha256Hex(canonicalJson([table, Object.fromEntries(members)]))
}

/** A value of a row as a database gives it back, as JSON: texts are UTF-8, which has no lone surrogates. */
export function storedForm(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  return value instanceof Uint8Array ? toBase64(value) : value
}
