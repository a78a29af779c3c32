import { encode } from 'cborg'
import { readCbor } from './cbor.ts'

/** What the AWS Nitro system says of an enclave, or of an instance with NitroTPM. */
export interface AttestationDocument {
  readonly platform: 'enclave' | 'nitro-tpm'
  /** Names the instance and the enclave in it. */
  readonly moduleId: string
  /** Platform configuration registers by their number, 0 to 31. */
  readonly pcrs: ReadonlyMap<number, Uint8Array>
  /** Of the key that signed the document, in DER. */
  readonly certificate: Uint8Array
  /** From the root to the issuer of `certificate`, each in DER. */
  readonly bundle: readonly Uint8Array[]
  /** What its holder wants answers encrypted to; not yet known to be any kind of key. */
  readonly publicKey?: Uint8Array
}

/** A document as it came: nothing of it is proved yet. */
export interface SignedDocument {
  readonly document: AttestationDocument
  /** The bytes that are signed. */
  readonly signed: Uint8Array
  /** r ‖ s, 48 bytes each. */
  readonly signature: Uint8Array
}

/** CBOR of the tag 18, COSE_Sign1: it may be left out (RFC 9052 section 4.2). */
const COSE_SIGN1 = 0xd2
/** The protected header {1: -35}: algorithm ES384. */
const ES384 = Buffer.from('a1013822', 'hex')
const SIGNATURE_BYTES = 96
const MAX_PAYLOAD = 16_384
const MAX_CERTIFICATE = 1024
const MAX_USER_DATA = 1024
const PCR_BYTES: readonly number[] = [32, 48, 64]
const PCR_COUNT = 32

const REGISTERS = { pcrs: 'enclave', nitrotpm_pcrs: 'nitro-tpm' } as const
const FIELDS: ReadonlySet<unknown> = new Set([
  ...['module_id', 'digest', 'timestamp', 'certificate', 'cabundle', 'public_key', 'user_data', 'nonce'],
  ...Object.keys(REGISTERS),
])

/**
 * Reads a signed attestation document: COSE_Sign1 with ES384 whose payload has the fields, types and sizes that AWS
 * documents (aws-nitro-enclaves-nsm-api, "Nitro Enclaves Attestation Process", sections 2.2 and 3.2.2; Amazon EC2 user
 * guide, "Validate a NitroTPM Attestation Document"). Undefined for anything else.
 */
export function readDocument(bytes: Uint8Array): SignedDocument | undefined {
  const parts = readCbor(bytes[0] === COSE_SIGN1 ? bytes.subarray(1) : bytes)
  if (!Array.isArray(parts) || parts.length !== 4) return undefined
  const [header, unprotected, payload, signature]: readonly unknown[] = parts
  if (!isBytes(header, 0, ES384.length) || !ES384.equals(header)) return undefined
  if (!(unprotected instanceof Map) || unprotected.size > 0) return undefined
  if (!isBytes(payload, 1, MAX_PAYLOAD) || !isBytes(signature, SIGNATURE_BYTES, SIGNATURE_BYTES)) return undefined
  const document = readPayload(payload)
  return document && { document, signed: signatureStructure(payload), signature }
}

/** Sig_structure (RFC 9052 section 4.4), without external data. */
function signatureStructure(payload: Uint8Array): Uint8Array {
  return encode(['Signature1', ES384, new Uint8Array(0), payload])
}

function readPayload(payload: Uint8Array): AttestationDocument | undefined {
  const fields = readCbor(payload, { indefinite: true })
  if (!(fields instanceof Map) || [...fields.keys()].some((name) => !FIELDS.has(name))) return undefined
  const moduleId: unknown = fields.get('module_id')
  if (typeof moduleId !== 'string' || moduleId === '' || fields.get('digest') !== 'SHA384') return undefined
  if (!isPositive(fields.get('timestamp')) || !hasSoundUserData(fields)) return undefined
  const certificate: unknown = fields.get('certificate')
  const bundle: unknown = fields.get('cabundle')
  const publicKey: unknown = fields.get('public_key') ?? undefined
  const registers = readRegisters(fields)
  if (!isCertificate(certificate) || !isBundle(bundle) || !registers) return undefined
  if (publicKey === undefined) return { moduleId, certificate, bundle, ...registers }
  return isBytes(publicKey, 1, MAX_USER_DATA) ? { moduleId, certificate, bundle, publicKey, ...registers } : undefined
}

type Registers = Pick<AttestationDocument, 'platform' | 'pcrs'>

/** Exactly one of the two kinds of registers. */
function readRegisters(fields: ReadonlyMap<unknown, unknown>): Registers | undefined {
  if (fields.has('pcrs') === fields.has('nitrotpm_pcrs')) return undefined
  const name = fields.has('pcrs') ? 'pcrs' : 'nitrotpm_pcrs'
  const values = fields.get(name)
  if (!(values instanceof Map) || values.size < 1 || values.size > PCR_COUNT) return undefined
  const pcrs = new Map<number, Uint8Array>()
  for (const [index, value] of values) {
    if (!Number.isInteger(index) || index < 0 || index >= PCR_COUNT) return undefined
    if (!(value instanceof Uint8Array) || !PCR_BYTES.includes(value.length)) return undefined
    pcrs.set(index, value)
  }
  return { platform: REGISTERS[name], pcrs }
}

/** What is optional is left out or null. */
function hasSoundUserData(fields: ReadonlyMap<unknown, unknown>): boolean {
  const values = [fields.get('user_data'), fields.get('nonce')]
  return values.every((value) => (value ?? undefined) === undefined || isBytes(value, 0, MAX_USER_DATA))
}

function isBundle(value: unknown): value is readonly Uint8Array[] {
  return Array.isArray(value) && value.length > 0 && value.every(isCertificate)
}

function isCertificate(value: unknown): value is Uint8Array {
  return isBytes(value, 1, MAX_CERTIFICATE)
}

function isPositive(value: unknown): boolean {
  return typeof value === 'bigint' ? value > 0n : Number.isInteger(value) && Number(value) > 0
}

function isBytes(value: unknown, min: number, max: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length >= min && value.length <= max
}
