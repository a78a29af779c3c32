import { sign, verify } from 'node:crypto'
import { readSequence, readUnsigned, TAG, writeDer, writeUnsigned } from '../der.ts'
import { openPkcs8 } from '../key-pair.ts'
import { readPkcs8, writePkcs8 } from '../pkcs8.ts'
import { gcd, inverse, toBigInt, toBytes } from './big.ts'

/** AlgorithmIdentifier rsaEncryption, parameters NULL (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = Buffer.from('300d06092a864886f70d0101010500', 'hex')
const MIN_EXPONENT = 65_537n
/** OpenSSL takes no longer ones with moduli over 3,072 bits. */
const MAX_EXPONENT = 1n << 64n
const TEST_MESSAGE = Buffer.from('pairwise consistency')

interface Numbers {
  readonly n: bigint
  readonly e: bigint
  readonly d: bigint
  readonly p: bigint
  readonly q: bigint
  readonly dp: bigint
  readonly dq: bigint
  readonly qi: bigint
}

/**
 * Reads an RSA private key in PKCS #8 (strict DER), checks that its numbers belong together, and writes it anew: p > q,
 * d the inverse of e modulo lcm(p − 1, q − 1), the others by RFC 8017 section 3.2. So each key has one encoding, the one
 * that OpenSSL gives the keys it makes. Undefined when it is no key of that length with 65,537 ≤ e < 2⁶⁴, e odd.
 *
 * Takes milliseconds, in time that depends on the key: for a thread, at import only.
 */
export function canonicalRsa(pkcs8: Uint8Array, bits: number): Buffer | undefined {
  const key = readPkcs8(pkcs8, RSA_ENCRYPTION)
  // PKCS #8 of RSA carries its public key inside.
  const numbers = key && !key.publicKey ? readNumbers(key.privateKey) : undefined
  if (!numbers || !isSound(numbers, bits)) return undefined
  const canonical = writePkcs8(RSA_ENCRYPTION, writeNumbers(canonicalNumbers(numbers)))
  if (signsAsItVerifies(canonical)) return canonical
  canonical.fill(0)
  return undefined
}

/** RSAPrivateKey of two primes (RFC 8017 appendix A.1.2). */
function readNumbers(bytes: Uint8Array): Numbers | undefined {
  const integers = (readSequence(bytes) ?? []).map((element) => readUnsigned(element))
  const [version, n, e, d, p, q, dp, dq, qi] = integers.map((integer) => integer && toBigInt(integer))
  if (integers.length !== 9 || version !== 0n || !n || !e || !d || !p || !q || !dp || !dq || !qi) return undefined
  return { n, e, d, p, q, dp, dq, qi }
}

function isSound({ n, e, d, p, q, dp, dq, qi }: Numbers, bits: number): boolean {
  const half = BigInt(bits / 2)
  if (n >> BigInt(bits - 1) !== 1n || p >> (half - 1n) !== 1n || q >> (half - 1n) !== 1n) return false
  if (e < MIN_EXPONENT || e >= MAX_EXPONENT || (e & 1n) === 0n) return false
  if (p === q || p * q !== n || d >= n || dp !== d % (p - 1n) || dq !== d % (q - 1n)) return false
  return qi < p && (qi * q) % p === 1n && (e * dp) % (p - 1n) === 1n && (e * dq) % (q - 1n) === 1n
}

function canonicalNumbers({ n, e, d, ...primes }: Numbers): Numbers {
  const [p, q] = primes.p > primes.q ? [primes.p, primes.q] : [primes.q, primes.p]
  const least = d % (((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n))
  return { n, e, d: least, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
}

function writeNumbers({ n, e, d, p, q, dp, dq, qi }: Numbers): Buffer {
  const integers = [0n, n, e, d, p, q, dp, dq, qi].map((integer) => writeUnsigned(toBytes(integer)))
  return writeDer(TAG.sequence, ...integers)
}

/** Composite p or q pass the arithmetic, but make no signatures that verify. */
function signsAsItVerifies(pkcs8: Buffer): boolean {
  try {
    const { privateKey, publicKey } = openPkcs8(pkcs8)
    return verify('sha256', TEST_MESSAGE, publicKey, sign('sha256', TEST_MESSAGE, privateKey))
  } catch {
    return false
  }
}
