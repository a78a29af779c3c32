import type { ParsedBlob } from '#crypto/ciphertext-blob.ts'
import { openBlob, parseBlob, sealBlob } from '#crypto/ciphertext-blob.ts'
import { canonicalContext } from '#crypto/encryption-context.ts'
import type { EncryptionAlgorithm } from '#crypto/key-spec.ts'
import { specOf } from '#crypto/specs.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import { incorrectKey, invalid, invalidCiphertext } from '../errors.ts'
import type { KeyRecord, Ports } from '../ports.ts'
import { algorithmOf } from './fit.ts'
import { currentRow, currentSymmetricKey, keyPairOf, materialOf, symmetricKey } from './material.ts'

export type EncryptionContext = ReadonlyMap<string, string> | undefined
export const SYMMETRIC_DEFAULT = 'SYMMETRIC_DEFAULT'

/** A key and algorithm that fit, with the context of one message. */
export interface Cipher {
  readonly record: KeyRecord
  readonly algorithm: EncryptionAlgorithm
  readonly encryptionContext: EncryptionContext
}

/**
 * Key usage and algorithm fit of Encrypt, Decrypt and their kin. Bare ciphertexts have no place for an encryption
 * context. Runs after authorization, before the key-state table.
 */
export function cipherOf(
  record: KeyRecord,
  operation: string,
  name: string,
  encryptionContext: EncryptionContext,
): Cipher {
  const algorithm = algorithmOf(record, 'ENCRYPT_DECRYPT', operation, specOf(record.key.spec).encryption, name)
  if (algorithm.form === 'raw' && encryptionContext && encryptionContext.size > 0) {
    throw invalid(`EncryptionContext is not supported with the algorithm ${algorithm.name}.`)
  }
  return { record, algorithm, encryptionContext }
}

/** The model lets 4,096 bytes through; asymmetric algorithms take fewer. */
export function checkPlaintext({ record, algorithm }: Cipher, plaintext: Uint8Array): void {
  if (plaintext.length <= algorithm.maxPlaintext) return
  throw invalid(
    `Algorithm ${algorithm.name} and key spec ${record.key.spec} cannot encrypt data larger than ${algorithm.maxPlaintext} bytes.`,
  )
}

/** What came of a message. The material is named where the ciphertext names it. */
export interface Sealed {
  readonly ciphertext: Uint8Array
  readonly materialId?: KeyMaterialId
}

/** Encrypts under the key's current material. */
export function seal(cipher: Cipher, plaintext: Uint8Array, ports: Ports): Sealed {
  const { record, algorithm } = cipher
  if (algorithm.form === 'raw') return { ciphertext: algorithm.encrypt(keyPairOf(record, ports.materials), plaintext) }
  const { materialId } = currentRow(record)
  const ciphertext = sealBlob({
    keyId: record.key.keyId,
    materialId,
    key: currentSymmetricKey(record, ports.materials),
    nonce: ports.secrets.bytes(24),
    plaintext,
    context: contextBytes(cipher.encryptionContext),
  })
  return { ciphertext, materialId }
}

export interface Opened {
  readonly plaintext: Buffer
  readonly materialId?: KeyMaterialId
}

/**
 * Decrypts. After authorization every failure is the same InvalidCiphertextException; only a blob of another key
 * than the named one is IncorrectKeyException.
 */
export async function open(cipher: Cipher, ciphertext: Uint8Array, ports: Ports): Promise<Opened> {
  const { record, algorithm } = cipher
  if (algorithm.form === 'blob') return openSealedBlob(cipher, parseBlob(ciphertext), ports)
  const plaintext = await algorithm.decrypt(keyPairOf(record, ports.materials), ciphertext, ports.engine)
  if (!plaintext) throw invalidCiphertext()
  return { plaintext }
}

/** With the material that the blob names. */
function openSealedBlob({ record, encryptionContext }: Cipher, blob: ParsedBlob | undefined, ports: Ports): Opened {
  if (!blob) throw invalidCiphertext()
  if (blob.keyId !== record.key.keyId) throw incorrectKey()
  const material = materialOf(record, blob.materialId, ports.materials)
  const plaintext = material && openBlob(blob, symmetricKey(material), contextBytes(encryptionContext))
  if (!plaintext) throw invalidCiphertext()
  return { plaintext, materialId: blob.materialId }
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

/** The audit record of symmetric cryptography names the material that was used. */
export function materialTrail(materialId: KeyMaterialId | undefined) {
  return materialId === undefined ? {} : { trail: { additionalEventData: { keyMaterialId: materialId } } }
}
