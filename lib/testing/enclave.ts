import type { KeyObject } from 'node:crypto'
import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt, randomBytes, sign } from 'node:crypto'
import { encode } from 'cborg'
import type { CertificateOptions, TestCertificate } from './certificates.ts'
import { makeCertificate, pemOf, SIGNS_CERTIFICATES, SIGNS_DATA } from './certificates.ts'

const HOUR = 3_600_000

/** A Nitro attestation PKI of the test's own: root, two intermediates and the certificate that signs documents. */
export interface TestNitro {
  /** From the root to the last issuer. */
  readonly authorities: readonly TestCertificate[]
  readonly leaf: TestCertificate
  /** What KEYSTEAD_NITRO_ROOT names. */
  readonly rootPem: string
  readonly now: number
}

export interface NitroOptions {
  /** Certificates are good from an hour before to three hours after. */
  readonly now: number
  /** Changes to the certificates, from the root to the leaf. */
  readonly changes?: readonly Partial<CertificateOptions>[]
  /** How many authorities there are, the root counted. */
  readonly depth?: number
}

export function makeNitro({ now, changes = [], depth = 3 }: NitroOptions): TestNitro {
  const dates = { from: now - HOUR, to: now + 3 * HOUR }
  const authorities: TestCertificate[] = []
  for (let i = 0; i < depth; i += 1) {
    const authority = i === 0 ? {} : { pathLength: depth - 1 - i }
    const options = { name: `authority ${i}`, ...dates, authority, usage: SIGNS_CERTIFICATES, ...changes[i] }
    authorities.push(makeCertificate(options, authorities.at(-1)))
  }
  const leaf = makeCertificate(
    { name: 'i-1234-enc5678', ...dates, usage: SIGNS_DATA, ...changes[depth] },
    authorities.at(-1),
  )
  return { authorities, leaf, rootPem: pemOf(authorities.slice(0, 1)), now }
}

/** An enclave's key pair; it alone can open what is encrypted to it. */
export interface TestEnclave {
  readonly publicKey: Buffer
  readonly privateKey: KeyObject
}

export function makeEnclave(modulusLength = 2048): TestEnclave {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }), privateKey }
}

/** The fields of a document that the Nitro system would sign for an enclave. */
export function fieldsFor({ authorities, leaf, now }: TestNitro, publicKey?: Uint8Array): Map<string, unknown> {
  return new Map<string, unknown>([
    ['module_id', 'i-1234567890abcdef0-enc1234567890abcdef'],
    ['digest', 'SHA384'],
    ['timestamp', now],
    ['pcrs', new Map(Array.from({ length: 16 }, (_, index) => [index, pcr(index)]))],
    ['certificate', leaf.der],
    ['cabundle', authorities.map(({ der }) => der)],
    ['public_key', publicKey ?? null],
    ['user_data', null],
    ['nonce', null],
  ])
}

/** What the test's documents say of a register: 48 bytes. */
export function pcr(index: number): Buffer {
  return Buffer.alloc(48, index + 1)
}

export const ES384 = Buffer.from('a1013822', 'hex')

export interface SignOptions {
  readonly header?: Uint8Array
  readonly unprotected?: Map<unknown, unknown>
  readonly key?: KeyObject
  readonly hash?: 'sha384' | 'sha256'
}

/** COSE_Sign1 of a payload, without its tag: fields are encoded, bytes taken as they are. */
export function signDocument(
  { leaf }: Pick<TestNitro, 'leaf'>,
  content: Map<string, unknown> | Uint8Array,
  { header = ES384, unprotected = new Map(), key = leaf.privateKey, hash = 'sha384' }: SignOptions = {},
): Buffer {
  const payload = content instanceof Map ? encode(content) : content
  const structure = encode(['Signature1', header, new Uint8Array(0), payload])
  const signature = sign(hash, structure, { key, dsaEncoding: 'ieee-p1363' })
  return Buffer.from(encode([header, unprotected, payload, signature]))
}

/** A document for an enclave as it should be, with other fields where `change` sets them. */
export function attest(nitro: TestNitro, enclave: TestEnclave, change: Readonly<Record<string, unknown>> = {}): Buffer {
  const fields = fieldsFor(nitro, enclave.publicKey)
  for (const [name, value] of Object.entries(change)) fields.set(name, value)
  return signDocument(nitro, fields)
}

/** `Recipient` of a call. */
export function recipientWith(document: Uint8Array) {
  return { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: document } as const
}

interface BerElement {
  readonly tag: number
  readonly content: Buffer
  readonly children: readonly BerElement[]
}

/**
 * Opens `CiphertextForRecipient` as an enclave does. It walks the structure by its own reading of BER and DER, and
 * throws where anything is not what the AWS Nitro Enclaves SDK for C insists on.
 */
export function openForRecipient({ privateKey }: TestEnclave, cms: Uint8Array): Buffer {
  const [info, ...behind] = readBer(Buffer.from(cms)).elements
  const [type, wrapped] = info?.children ?? []
  const [version, recipients, content] = wrapped?.children[0]?.children ?? []
  const [recipientVersion, identifier, , encryptedKey] = recipients?.children[0]?.children ?? []
  const [contentType, algorithm, encrypted] = content?.children ?? []
  const [cipher, iv] = algorithm?.children ?? []
  const is = (element: BerElement | undefined, hex: string) => element?.content.toString('hex') === hex
  const fits =
    behind.length === 0 && recipients?.tag === 0x31 && recipients.children.length === 1 && identifier?.tag === 0x80
  const isEnveloped = is(type, '2a864886f70d010703') && is(contentType, '2a864886f70d010701')
  if (!fits || !isEnveloped || !is(version, '02') || !is(recipientVersion, '02') || !encryptedKey || !iv)
    throw new Error('it is no EnvelopedData for one key')
  if (!is(cipher, '60864801650304012a')) throw new Error('it is not encrypted with AES-256-CBC')
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  const key = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha256' }, encryptedKey.content)
  const decipher = createDecipheriv('aes-256-cbc', key, iv.content)
  const parts = (encrypted?.children ?? []).map((part) => part.content)
  return Buffer.concat([decipher.update(Buffer.concat(parts)), decipher.final()])
}

/** All elements of definite or indefinite length up to the end of the bytes, or of the element that holds them. */
function readBer(bytes: Buffer): { readonly elements: readonly BerElement[]; readonly length: number } {
  const elements: BerElement[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at)
    const first = bytes.readUInt8(at + 1)
    if (tag === 0 && first === 0) return { elements, length: at + 2 }
    if (first === 0x80) {
      const inner = readBer(bytes.subarray(at + 2))
      elements.push({ tag, content: Buffer.alloc(0), children: inner.elements })
      at += 2 + inner.length
    } else {
      const digits = first < 0x80 ? 0 : first & 0x7f
      const start = at + 2 + digits
      const end = start + (digits === 0 ? first : bytes.readUIntBE(at + 2, digits))
      const content = bytes.subarray(start, end)
      elements.push({ tag, content, children: (tag & 0x20) === 0 ? [] : readBer(content).elements })
      at = end
    }
  }
  return { elements, length: at }
}

/** Bytes that are no document of any kind. */
export const NO_DOCUMENTS: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['random bytes', randomBytes(4000)],
  ['text', Buffer.from('attestation')],
  ['an empty array', Buffer.from([0x80])],
  ['arrays in arrays', Buffer.alloc(262_144, 0x81)],
  ['maps in arrays without end', Buffer.alloc(262_144, 0x9f)],
  ['an array of 2³² items', Buffer.from('9affffffff', 'hex')],
  ['a byte string of 2⁵³ bytes', Buffer.from('845b001fffffffffffff', 'hex')],
]
