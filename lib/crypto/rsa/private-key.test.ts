import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readSequence, TAG, writeDer, writeUnsigned } from '../der.ts'
import { exportPkcs8 } from '../key-pair.ts'
import { readPkcs8, writePkcs8 } from '../pkcs8.ts'
import { gcd, inverse, toBigInt, toBytes } from './big.ts'
import { canonicalRsa } from './private-key.ts'

const ALGORITHM = Buffer.from('300d06092a864886f70d0101010500', 'hex')
const FIELDS = ['version', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const
type Numbers = Record<(typeof FIELDS)[number], bigint>

const pkcs8 = exportPkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
const numbers = read(pkcs8)

function read(bytes: Buffer): Numbers {
  const inner = readPkcs8(bytes, ALGORITHM)?.privateKey ?? Buffer.alloc(0)
  const values = (readSequence(inner) ?? []).map(({ content }) => toBigInt(content))
  return Object.fromEntries(FIELDS.map((field, i) => [field, values[i]])) as Numbers
}

/** The key with other numbers. */
function written(changes: Partial<Numbers>): Buffer {
  const changed = { ...numbers, ...changes }
  const integers = FIELDS.map((field) => writeUnsigned(toBytes(changed[field])))
  return writePkcs8(ALGORITHM, writeDer(TAG.sequence, ...integers))
}

describe('canonicalRsa', () => {
  it('leaves a key as OpenSSL makes it', () => {
    expect(written({})).toEqual(pkcs8)
    expect(canonicalRsa(pkcs8, 2048)).toEqual(pkcs8)
  })

  it('gives one encoding to a key whose primes are swapped or whose d is another inverse', () => {
    const { n, d, p, q, dp, dq } = numbers
    const swapped = written({ p: q, q: p, dp: dq, dq: dp, qi: inverse(p, q) })
    const step = ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n)
    expect(d + step).toBeLessThan(n)
    const longer = written({ d: d + step })
    for (const other of [swapped, longer]) {
      expect(other).not.toEqual(pkcs8)
      expect(canonicalRsa(other, 2048)).toEqual(pkcs8)
    }
  })

  it.each(FIELDS)('refuses a key of which %s is another', (field) => {
    expect(canonicalRsa(written({ [field]: numbers[field] + 2n }), 2048)).toBeUndefined()
    expect(canonicalRsa(written({ [field]: 0n }), 2048) === undefined).toBe(field !== 'version')
  })

  it('refuses a key with a composite for a prime, although its numbers agree', () => {
    const { e } = numbers
    const bits = 1024n
    // Two numbers of the right length that are no primes, and to which e is prime.
    const composite = (from: bigint): bigint =>
      gcd(e, from - 1n) === 1n && from % 3n === 0n ? from : composite(from + 2n)
    const [p, q] = [composite((1n << bits) - 10_001n), composite((1n << bits) - 5_001n)].toSorted((a, b) =>
      a > b ? -1 : 1,
    )
    if (!p || !q) throw new Error('two numbers')
    const d = inverse(e, ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n))
    const key = { n: p * q, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: gcd(p, q) === 1n ? inverse(q, p) : 1n }
    expect(canonicalRsa(written(key), 2048)).toBeUndefined()
  })

  it('refuses a key of another length', () => {
    expect(canonicalRsa(pkcs8, 3072)).toBeUndefined()
    expect(
      canonicalRsa(exportPkcs8(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), 2048),
    ).toBeUndefined()
  })

  it('refuses a public exponent below 65,537', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
    expect(canonicalRsa(exportPkcs8(small.privateKey), 2048)).toBeUndefined()
  })

  it('refuses other encodings and other kinds of key', () => {
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
    const pkcs1 = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
      format: 'der',
      type: 'pkcs1',
    })
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const garbage = [Buffer.alloc(0), Buffer.alloc(100), pkcs8.subarray(0, -1), Buffer.concat([pkcs8, Buffer.alloc(1)])]
    for (const other of [exportPkcs8(pss.privateKey), pkcs1, exportPkcs8(ec.privateKey), ...garbage]) {
      expect(canonicalRsa(other, 2048)).toBeUndefined()
    }
  })
})
