import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { constantTimeEqual } from '#kernel/hash.ts'

/** scrypt (RFC 7914). The defaults are one of the equal choices of OWASP's Password Storage Cheat Sheet: 32 MiB. */
export interface PasswordCost {
  /** Binary logarithm of N. */
  readonly logN: number
  readonly r: number
  readonly p: number
}

const COST: PasswordCost = { logN: 15, r: 8, p: 3 }
const SALT_BYTES = 16
const KEY_BYTES = 32

export interface Passwords {
  /** `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, both in base64url. */
  hash(password: string): Promise<string>
  /** Takes the same time where there is nothing to compare with, and is false then. */
  verify(password: string, hash: string | null): Promise<boolean>
}

/** `cost` is what new hashes cost; one that was made with another is verified with that. */
export function createPasswords(cost: PasswordCost = COST): Passwords {
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const key = await derive(password, salt, cost)
      return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
    },
    async verify(password, hash) {
      const known = hash === null ? undefined : parse(hash)
      const { salt, key, ...parameters } = known ?? { ...cost, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(0) }
      const derived = await derive(password, salt, parameters)
      return known !== undefined && constantTimeEqual(derived, key)
    },
  }
}

interface Parsed extends PasswordCost {
  readonly salt: Buffer
  readonly key: Buffer
}

function parse(hash: string): Parsed {
  const [, logN, r, p, salt, key] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash) ?? []
  if (!logN || !r || !p || !salt || !key) throw new Error('a password hash has another form than it was written in')
  const bytes = { salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
  return { logN: Number(logN), r: Number(r), p: Number(p), ...bytes }
}

/** The text as it is composed (NFKC): what two keyboards type alike is one password (RFC 8265 section 4.2). */
function derive(password: string, salt: Buffer, { logN, r, p }: PasswordCost): Promise<Buffer> {
  const N = 2 ** logN
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 1024 * (r * p + 1024) }
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  return promise
}
