import type { ParsedBlob } from '#crypto/ciphertext-blob.ts'
import { openBlob, parseBlob, sealBlob } from '#crypto/ciphertext-blob.ts'
import { canonicalContext } from '#crypto/encryption-context.ts'
import { specOf } from '#crypto/specs.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import { incorrectKey, invalid, invalidCiphertext, invalidUsage } from '../errors.ts'
import type { KeyRecord, Ports } from '../ports.ts'
import { arnOf } from './arn.ts'
import { currentMaterial, materialOf } from './material.ts'

export type EncryptionContext = ReadonlyMap<string, string> | undefined
export const SYMMETRIC_DEFAULT = 'SYMMETRIC_DEFAULT'

/**
 * Key usage and algorithm fit of Encrypt, Decrypt and their kin (InvalidKeyUsageException, AWS's words).
 * Runs after authorization, before the key-state table.
 */
export function checkEncryptionFit(record: KeyRecord, operation: string, algorithm: string): void {
  const { usage, spec } = record.key
  if (usage !== 'ENCRYPT_DECRYPT') {
    throw invalidUsage(`${arnOf(record.key)} key usage is ${usage} which is not valid for ${operation}.`)
  }
  if (!specOf(spec).encryptionAlgorithms.some((known) => known === algorithm)) {
    throw invalidUsage(`Algorithm ${algorithm} is incompatible with key spec ${spec}.`)
  }
}

/**
 * The encryption context as additional authenticated data. Lone surrogates are refused: as UTF-8 they would all
 * become U+FFFD, and two contexts would be one.
 */
function contextBytes(encryptionContext: EncryptionContext): Uint8Array {
  const bytes = canonicalContext(encryptionContext ?? new Map())
  if (!bytes)
    throw invalid('The encryption context must be well-formed Unicode text of at most 65,535 bytes a key or value.')
  return bytes
}

/** Seals under the key's current material. */
export function encryptUnder(
  record: KeyRecord,
  plaintext: Uint8Array,
  encryptionContext: EncryptionContext,
  ports: Ports,
) {
  return sealBlob({
    keyId: record.key.keyId,
    materialId: record.key.currentMaterialId,
    key: currentMaterial(record, ports.materials),
    nonce: ports.secrets.bytes(24),
    plaintext,
    context: contextBytes(encryptionContext),
  })
}

/**
 * Opens a blob with the material it names. After authorization every failure is the same
 * InvalidCiphertextException; only a blob of another key than the named one is IncorrectKeyException.
 */
export function decryptUnder(
  record: KeyRecord,
  blob: ParsedBlob | undefined,
  encryptionContext: EncryptionContext,
  ports: Ports,
): { readonly plaintext: Buffer; readonly materialId: KeyMaterialId } {
  if (!blob) throw invalidCiphertext()
  if (blob.keyId !== record.key.keyId) throw incorrectKey()
  const key = materialOf(record, blob.materialId, ports.materials)
  const plaintext = key && openBlob(blob, key, contextBytes(encryptionContext))
  if (!plaintext) throw invalidCiphertext()
  return { plaintext, materialId: blob.materialId }
}

export { parseBlob }

/** The audit record of symmetric cryptography names the material that was used. */
export function materialTrail(materialId: KeyMaterialId) {
  return { additionalEventData: { keyMaterialId: materialId } }
}
