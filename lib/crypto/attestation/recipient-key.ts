import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'

/** The RSA key of an enclave. */
export interface RecipientKey {
  readonly key: KeyObject
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
}

const MIN_BITS = 2048
const MAX_BITS = 4096

/** Reads SubjectPublicKeyInfo of an RSA key of 2,048 to 4,096 bits. Undefined for anything else. */
export function readRecipientKey(spki: Uint8Array): RecipientKey | undefined {
  const key = parsed(Buffer.from(spki))
  const bits = key?.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0
  if (!key || bits < MIN_BITS || bits > MAX_BITS) return undefined
  const exported = key.export({ format: 'der', type: 'spki' })
  return exported.equals(spki) ? { key, spki: exported } : undefined
}

function parsed(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
