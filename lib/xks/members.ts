import { fromBase64 } from '#kernel/bytes.ts'

/** The JSON object of a request or of an answer. */
export type Members = Readonly<Record<string, unknown>>

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The bytes of a member in base64; undefined where it is none. */
export function bytesAt(members: Members, name: string): Buffer | undefined {
  const value = members[name]
  return typeof value === 'string' ? fromBase64(value) : undefined
}
