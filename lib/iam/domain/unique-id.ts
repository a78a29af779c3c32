import { sha256 } from '#kernel/hash.ts'
import type { AccountId } from '#kernel/ids.ts'
import { isAccountId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BITS = 5n

/** The prefixes of unique ids (AWS IAM user guide, "IAM identifiers"). */
const ID_PREFIX = { user: 'AIDA', group: 'AGPA', role: 'AROA', policy: 'ANPA' } as const

/** `AIDA` and 17 more characters, from an identifier that was drawn: never used again. */
export function uniqueIdFrom(kind: keyof typeof ID_PREFIX, uuid: string): string {
  return ID_PREFIX[kind] + base32(sha256(uuid), 17)
}

/**
 * `AKIA…` of a long-term access key, `ASIA…` of temporary credentials: 80 bits in base32, as AWS makes them. The first
 * is set, the account id is the next 40, the rest is random.
 */
export function newAccessKeyId(prefix: 'AKIA' | 'ASIA', account: AccountId, secrets: Secrets): string {
  const bytes = secrets.bytes(10)
  bytes.writeUIntBE((bytes.readUInt8(5) & 0x7f) + (Number(account) + 2 ** 40) * 2 ** 7, 0, 6)
  return prefix + base32(bytes, 16)
}

/** The account that an access key id of ours, or one of AWS since 2019, belongs to; such a key need not exist. */
export function accountOfAccessKeyId(accessKeyId: string): AccountId | undefined {
  const digits = /^A[KS]IA([A-Z2-7]{16})$/.exec(accessKeyId)?.[1]
  if (digits === undefined) return undefined
  const bits = [...digits].reduce((sum, digit) => (sum << BITS) | BigInt(ALPHABET.indexOf(digit)), 0n)
  const account = String((bits >> 39n) & ((1n << 40n) - 1n)).padStart(12, '0')
  return bits >> 79n === 1n && isAccountId(account) ? account : undefined
}

/** RFC 4648 section 6, cut to a length. */
function base32(bytes: Uint8Array, length: number): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const total = BigInt(bytes.length * 8)
  const digit = (index: number) => ALPHABET.charAt(Number((bits >> (total - BITS * BigInt(index + 1))) & 31n))
  return Array.from({ length }, (_, index) => digit(index)).join('')
}
