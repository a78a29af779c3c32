import { toBase64 } from '#kernel/bytes.ts'
import { sha256 } from '#kernel/hash.ts'
import { type DerElement, derElements } from './der.ts'
import type { PublicKeyDto } from './dto/keys.ts'
import { pem } from './pem.ts'

/** A SubjectPublicKeyInfo in the forms that other programs take. */
export function publicKeyDto(der: Uint8Array): PublicKeyDto {
  const jwk = jwkOf(der)
  return {
    pem: pem('PUBLIC KEY', der),
    der: toBase64(der),
    fingerprint: base64url(sha256(der)),
    ...(jwk ? { jwk } : {}),
  }
}

type Members = Readonly<Record<string, string>>

/** Object identifiers, hexadecimal. */
const RSA = '2a864886f70d010101'
const EC = '2a8648ce3d0201'
const ED25519 = '2b6570'

const CURVES: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d030107', 'P-256'],
  ['2b81040022', 'P-384'],
  ['2b81040023', 'P-521'],
  ['2b8104000a', 'secp256k1'],
])

/** RFC 7518 section 6, RFC 8037 and RFC 8812, with the thumbprint of RFC 7638 as `kid`; undefined for other kinds. */
function jwkOf(der: Uint8Array): Members | undefined {
  const [info] = derElements(der)
  const [algorithm, bits] = info ? derElements(info.content) : []
  if (!algorithm || !bits) return undefined
  const [oid, parameters] = derElements(algorithm.content)
  // A bit string begins with the number of bits that its last byte lacks, which is none.
  const members = membersOf(hex(oid), hex(parameters), bits.content.subarray(1))
  return members && { ...members, kid: base64url(sha256(JSON.stringify(members))) }
}

/** The members that a thumbprint covers, in the order of their names. */
function membersOf(oid: string, curve: string, key: Uint8Array): Members | undefined {
  if (oid === RSA) {
    const [n, e] = derElements(derElements(key)[0]?.content ?? new Uint8Array())
    return n && e && { e: unsigned(e), kty: 'RSA', n: unsigned(n) }
  }
  if (oid === ED25519) return { crv: 'Ed25519', kty: 'OKP', x: base64url(key) }
  const crv = oid === EC ? CURVES.get(curve) : undefined
  if (!crv) return undefined
  // 04, then both coordinates (SEC 1, section 2.3.3).
  const half = (key.length - 1) / 2
  return { crv, kty: 'EC', x: base64url(key.subarray(1, 1 + half)), y: base64url(key.subarray(1 + half)) }
}

/** Without the zero that says that the number is positive. */
function unsigned({ content }: DerElement): string {
  return base64url(content[0] === 0 ? content.subarray(1) : content)
}

function hex(element: DerElement | undefined): string {
  return Buffer.from(element?.content ?? []).toString('hex')
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
