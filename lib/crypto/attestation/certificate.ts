import { X509Certificate } from 'node:crypto'
import type { EpochMillis } from '#kernel/ids.ts'
import type { DerElement } from '../der.ts'
import { readDer, readOne, readSequence, readUnsigned, TAG } from '../der.ts'

/** An X.509 certificate of the Nitro attestation PKI, and what its extensions say. */
export interface Certificate {
  readonly x509: X509Certificate
  readonly validFrom: EpochMillis
  readonly validTo: EpochMillis
  readonly isAuthority: boolean
  /** How many authorities may stand between it and the last certificate; undefined where it does not say. */
  readonly pathLength?: number
  readonly signsCertificates: boolean
  readonly signsData: boolean
}

const EXTENSIONS = 0xa3
const BOOLEAN = 0x01
const TRUE = 0xff
/** AlgorithmIdentifier of ecdsa-with-SHA384 (RFC 5758 section 3.2). */
const ECDSA_SHA384 = Buffer.from('06082a8648ce3d040303', 'hex')
const BASIC_CONSTRAINTS = '551d13'
const KEY_USAGE = '551d0f'
const DIGITAL_SIGNATURE = 0x80
const KEY_CERT_SIGN = 0x04

/**
 * Reads DER that is nothing but a certificate with a P-384 key, signed by ECDSA with SHA-384, without critical
 * extensions that are unknown here (RFC 5280 section 4.2). Undefined for anything else.
 */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  const x509 = parsed(der)
  const extensions = x509 && readExtensions(der)
  const constraints = extensions && readConstraints(extensions.get(BASIC_CONSTRAINTS))
  const usage = extensions && readUsage(extensions.get(KEY_USAGE))
  if (!x509 || !constraints || usage === undefined) return undefined
  return {
    x509,
    validFrom: x509.validFromDate.getTime() as EpochMillis,
    validTo: x509.validToDate.getTime() as EpochMillis,
    ...constraints,
    signsCertificates: (usage & KEY_CERT_SIGN) !== 0,
    signsData: (usage & DIGITAL_SIGNATURE) !== 0,
  }
}

function parsed(der: Uint8Array): X509Certificate | undefined {
  try {
    const x509 = new X509Certificate(der)
    const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'secp384r1' ? x509 : undefined
  } catch {
    return undefined
  }
}

/**
 * The extensions by the hexadecimal bytes of their identifier. Undefined when one that is unknown is critical, and for
 * what is not DER to its last byte: Node reads PEM as well, and skips what follows a certificate.
 */
function readExtensions(der: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const [body, algorithm] = readSequence(der) ?? []
  const fields = body && readDer(body.content)
  const [, , signedBy] = fields ?? []
  if (!fields || !isEcdsa(algorithm) || !isEcdsa(signedBy)) return undefined
  const content = fields.find(({ tag }) => tag === EXTENSIONS)?.content
  const list = content ? readSequence(content) : []
  const found = new Map<string, Uint8Array>()
  for (const { content: extension } of list ?? []) {
    const one = readExtension(extension)
    if (!one || found.has(one.id) || (one.critical && !isKnown(one.id))) return undefined
    found.set(one.id, one.value)
  }
  return list && found
}

function isEcdsa(algorithm: DerElement | undefined): boolean {
  return algorithm?.tag === TAG.sequence && ECDSA_SHA384.equals(algorithm.content)
}

function isKnown(id: string): boolean {
  return id === BASIC_CONSTRAINTS || id === KEY_USAGE
}

function readExtension(bytes: Uint8Array) {
  const parts = readDer(bytes) ?? []
  const [id, second] = parts
  const isFlagged = second?.tag === BOOLEAN
  const value = parts.at(-1)
  if (id?.tag !== TAG.oid || value?.tag !== TAG.octetString || parts.length !== (isFlagged ? 3 : 2)) return undefined
  const critical = isFlagged && second.content[0] !== 0
  return { id: Buffer.from(id.content).toString('hex'), critical, value: value.content }
}

/** BasicConstraints (RFC 5280 section 4.2.1.9); left out means no authority. */
function readConstraints(value: Uint8Array | undefined): Pick<Certificate, 'isAuthority' | 'pathLength'> | undefined {
  if (!value) return { isAuthority: false }
  const parts = readSequence(value)
  const [authority, length, ...others] = parts ?? []
  if (!parts || others.length > 0) return undefined
  if (!authority) return { isAuthority: false }
  if (authority.tag !== BOOLEAN || authority.content[0] !== TRUE) return undefined
  if (!length) return { isAuthority: true }
  const number = readUnsigned(length)
  return number?.length === 1 ? { isAuthority: true, pathLength: number[0] ?? 0 } : undefined
}

/** The first eight bits of KeyUsage (section 4.2.1.3); left out means none. */
function readUsage(value: Uint8Array | undefined): number | undefined {
  if (!value) return 0
  return readOne(value, TAG.bitString)?.[1]
}
