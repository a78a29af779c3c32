import { fromUtf8 } from '#kernel/bytes.ts'
import { constantTimeEqual } from '#kernel/hash.ts'
import { isProxyErrorName, XksProxyError } from './failures.ts'
import { IV_BYTES, integrityValue, MAX_METADATA, TAG_BYTES } from './gcm-parts.ts'
import type { Members } from './members.ts'
import { bytesAt, isMembers } from './members.ts'
import type { XksCiphertext, XksHealth, XksKeyMetadata } from './ports.ts'
import type { HttpAnswer } from './transport.ts'

/** The JSON object of a success. Throws XksProxyError for a refusal, and for what is no answer of a proxy. */
export function membersOf({ status, body }: HttpAnswer): Members {
  const members = objectOf(body)
  if (members && status === 200) return members
  const name = members?.errorName
  if (!members || typeof name !== 'string' || !isProxyErrorName(name)) {
    throw unparsable(`HTTP ${status} without the JSON of a proxy`)
  }
  throw new XksProxyError(name, printable(members.errorMessage))
}

export function healthOf(answer: Members): XksHealth {
  const size = answer.xksProxyFleetSize
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) throw wrong('xksProxyFleetSize')
  return {
    xksProxyFleetSize: size,
    xksProxyVendor: text(answer, 'xksProxyVendor'),
    xksProxyModel: text(answer, 'xksProxyModel'),
    ekmVendor: text(answer, 'ekmVendor'),
    ekmFleetDetails: list(answer, 'ekmFleetDetails', 1, 10).map((entry) => {
      if (!isMembers(entry)) throw wrong('ekmFleetDetails')
      return {
        id: text(entry, 'id'),
        model: text(entry, 'model'),
        healthStatus: oneOf(entry, 'healthStatus', ['ACTIVE', 'DEGRADED', 'UNAVAILABLE']),
      }
    }),
  }
}

export function keyMetadataOf(answer: Members): XksKeyMetadata {
  return {
    keySpec: text(answer, 'keySpec'),
    keyUsage: list(answer, 'keyUsage', 0, 10).map((usage) => {
      if (typeof usage !== 'string') throw wrong('keyUsage')
      return usage
    }),
    keyStatus: oneOf(answer, 'keyStatus', ['ENABLED', 'DISABLED']),
  }
}

/** Checked against the plaintext and AAD that it was asked for. */
export function ciphertextOf(answer: Members, plaintextLength: number, aad: Uint8Array): XksCiphertext {
  const sealed = {
    ciphertext: bytes(answer, 'ciphertext', [plaintextLength]),
    initializationVector: bytes(answer, 'initializationVector', IV_BYTES),
    authenticationTag: bytes(answer, 'authenticationTag', [TAG_BYTES]),
    ciphertextMetadata: answer.ciphertextMetadata === undefined ? Buffer.alloc(0) : bytes(answer, 'ciphertextMetadata'),
  }
  if (sealed.ciphertextMetadata.length > MAX_METADATA) throw wrong('ciphertextMetadata')
  const vouched = bytes(answer, 'ciphertextDataIntegrityValue')
  if (!constantTimeEqual(vouched, integrityValue(aad, sealed))) throw wrong('ciphertextDataIntegrityValue')
  return sealed
}

export function plaintextOf(answer: Members, ciphertextLength: number): Buffer {
  return bytes(answer, 'plaintext', [ciphertextLength])
}

function objectOf(body: Buffer): Members | undefined {
  const json = fromUtf8(body)
  if (json === undefined) return undefined
  try {
    const value: unknown = JSON.parse(json)
    return isMembers(value) ? value : undefined
  } catch {
    return undefined
  }
}

function text(members: Members, name: string): string {
  const value = members[name]
  if (typeof value !== 'string' || value === '') throw wrong(name)
  return value
}

function oneOf<T extends string>(members: Members, name: string, values: readonly T[]): T {
  const found = values.find((value) => value === members[name])
  if (found === undefined) throw wrong(name)
  return found
}

function list(members: Members, name: string, least: number, most: number): readonly unknown[] {
  const value = members[name]
  if (!Array.isArray(value) || value.length < least || value.length > most) throw wrong(name)
  return value
}

function bytes(members: Members, name: string, lengths?: readonly number[]): Buffer {
  const decoded = bytesAt(members, name)
  if (!decoded || lengths?.includes(decoded.length) === false) throw wrong(name)
  return decoded
}

const unparsable = (detail: string) => new XksProxyError('unparsable', detail)
const wrong = (member: string) => unparsable(`the member ${member} is missing or not what it must be`)

/** What the proxy says of its refusal: less than 512 printable characters of ASCII (same page, "Error codes"). */
function printable(message: unknown): string {
  return typeof message === 'string' && /^[\x20-\x7e]{1,511}$/.test(message) ? message : 'the proxy does not say why'
}
