import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { readDer, readSequence, TAG, writeDer, writeUnsigned } from '#crypto/der.ts'
import { isoSeconds } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'

/** What a test certificate is to say; what is left out is as in the Nitro attestation PKI. */
export interface CertificateOptions {
  readonly name: string
  /** Of P-384 where it is left out. */
  readonly curve?: 'P-256' | 'P-384'
  readonly from: number
  readonly to: number
  /** Left out: no authority. */
  readonly authority?: { readonly pathLength?: number } | undefined
  /** Bits of KeyUsage; left out of the certificate where undefined. */
  readonly usage?: number | undefined
  /** Identifiers, as hexadecimal, of critical extensions that nobody knows. */
  readonly unknown?: readonly string[]
  /** The name that it gives its issuer, where that is not the issuer's own. */
  readonly issuerName?: string
}

/** A certificate with its private key, which may sign further ones. */
export interface TestCertificate {
  readonly name: string
  readonly der: Buffer
  readonly privateKey: KeyObject
}

export const SIGNS_DATA = 0x80
export const SIGNS_CERTIFICATES = 0x04

const ECDSA_SHA384 = Buffer.from('300a06082a8648ce3d040303', 'hex')
const TRUE = writeDer(0x01, Buffer.from([0xff]))

const sequence = (...contents: readonly Uint8Array[]) => writeDer(TAG.sequence, ...contents)
const oid = (hex: string) => writeDer(TAG.oid, Buffer.from(hex, 'hex'))
const octets = (...contents: readonly Uint8Array[]) => writeDer(TAG.octetString, ...contents)

/** An X.509 certificate (RFC 5280 section 4.1) of a new key, signed by the issuer; by itself where there is none. */
export function makeCertificate(options: CertificateOptions, issuer?: TestCertificate): TestCertificate {
  const { name, curve = 'P-384', from, to, issuerName = issuer?.name ?? name } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  const body = sequence(
    writeDer(0xa0, writeUnsigned(Buffer.from([2]))),
    writeUnsigned(randomBytes(16)),
    ECDSA_SHA384,
    nameOf(issuerName),
    sequence(time(from), time(to)),
    nameOf(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    writeDer(0xa3, sequence(...extensionsOf(options))),
  )
  const signature = sign('sha384', body, issuer?.privateKey ?? privateKey)
  const der = sequence(body, ECDSA_SHA384, writeDer(TAG.bitString, Buffer.alloc(1), signature))
  return { name, der, privateKey }
}

/** CN alone. */
function nameOf(text: string): Buffer {
  return sequence(writeDer(0x31, sequence(oid('550403'), writeDer(0x0c, Buffer.from(text)))))
}

/** UTCTime. */
function time(millis: number): Buffer {
  return writeDer(0x17, Buffer.from(isoSeconds(millis as EpochMillis).replace(/^..|[-:T]/g, '')))
}

function extensionsOf({ authority, usage, unknown = [] }: CertificateOptions): readonly Buffer[] {
  const length = authority?.pathLength === undefined ? [] : [writeUnsigned(Buffer.from([authority.pathLength]))]
  const constraints = authority ? sequence(TRUE, ...length) : sequence()
  return [
    critical('551d13', constraints),
    ...(usage === undefined ? [] : [critical('551d0f', writeDer(TAG.bitString, Buffer.from([0, usage])))]),
    ...unknown.map((id) => critical(id, sequence())),
  ]
}

function critical(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), TRUE, octets(value))
}

/** PEM of certificates, one behind the other. */
export function pemOf(certificates: readonly Pick<TestCertificate, 'der'>[]): string {
  return certificates
    .map(({ der }) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)
    .join('')
}

/** The certificate as if another algorithm had signed it: both mentions of ECDSA with SHA-384 name SHA-256. */
export function namingSha256(der: Buffer): Buffer {
  const changed = Buffer.from(der)
  const [body, algorithm] = readSequence(changed) ?? []
  const within = body && readDer(body.content)?.[2]
  for (const element of [algorithm, within]) element?.content.subarray(-1).fill(2)
  return changed
}
