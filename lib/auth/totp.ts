import { Secret, TOTP } from 'otpauth'
import { draw } from '#kernel/draw.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'

/** RFC 4226 section 4 recommends the length of the hash, SHA-1. */
const SECRET_BYTES = 20
const DIGITS = 6
const RECOVERY_CODES = 10
/** Without the letters that are easily mistaken for others; 16 of them hold 79 bits. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

export const newTotpSecret = (secrets: Secrets): Buffer => secrets.bytes(SECRET_BYTES)

/** What an authenticator app takes: the otpauth URI for its camera, the secret in base32 for its keyboard. */
export function enrolment(secret: Uint8Array, name: string, issuer: string) {
  const totp = totpOf(secret, name, issuer)
  return { uri: totp.toString(), secret: totp.secret.base32 }
}

/**
 * The time step of a code that is right now or was, or will be, one step of 30 seconds away (RFC 6238 section 5.2);
 * undefined for a wrong one and for one whose step, or a later one, was used before.
 */
export function totpStep(secret: Uint8Array, code: string, now: EpochMillis, used: number | null): number | undefined {
  const totp = totpOf(secret)
  const token = code.replace(/\s/g, '')
  if (token.length !== DIGITS) return undefined
  const delta = totp.validate({ token, timestamp: now, window: 1 })
  if (delta === null) return undefined
  const step = totp.counter({ timestamp: now }) + delta
  return used === null || step > used ? step : undefined
}

function totpOf(secret: Uint8Array, label = '', issuer = 'Keystead'): TOTP {
  const buffer = Uint8Array.from(secret).buffer
  return new TOTP({ issuer, label, secret: new Secret({ buffer }), digits: DIGITS, period: 30, algorithm: 'SHA1' })
}

/** Codes for when the authenticator is lost: shown once, kept as digests only. */
export function newRecoveryCodes(secrets: Secrets): { readonly codes: readonly string[]; readonly digests: string } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => draw(secrets, READABLE, 16).replace(/.{4}(?=.)/g, '$&-'))
  return { codes, digests: JSON.stringify(codes.map(digestOf)) }
}

/** The digests without that of the code, which works once; undefined when it is none of them. */
export function spendRecoveryCode(digests: string, code: string): string | undefined {
  const left: readonly string[] = JSON.parse(digests)
  const spent = digestOf(code)
  return left.includes(spent) ? JSON.stringify(left.filter((each) => each !== spent)) : undefined
}

export function recoveryCodesLeft(digests: string): number {
  const left: readonly string[] = JSON.parse(digests)
  return left.length
}

/** Random enough that a plain hash keeps it. */
function digestOf(code: string): string {
  return sha256Hex(code.toLowerCase().replace(/[\s-]/g, ''))
}
