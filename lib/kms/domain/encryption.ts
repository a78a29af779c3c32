import type { EncryptionAlgorithm } from '#crypto/key-spec.ts'
import { specOf } from '#crypto/specs.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import { invalid, invalidCiphertext } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { algorithmOf } from './fit.ts'
import { keyPairOf } from './material.ts'
import type { Recipient } from './recipient.ts'
import { openInBlob, sealInBlob } from './sealed-blob.ts'

export type EncryptionContext = ReadonlyMap<string, string> | undefined
export const SYMMETRIC_DEFAULT = 'SYMMETRIC_DEFAULT'

/** A key and algorithm that fit, with the context of one message. */
export interface Cipher {
  readonly record: KeyRecord
  /** Which uses it: the proxy of an external key store is told. */
  readonly operation: string
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
  return { record, operation, algorithm, encryptionContext }
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
export async function seal(cipher: Cipher, plaintext: Uint8Array, context: Context): Promise<Sealed> {
  const { record, algorithm } = cipher
  if (algorithm.form === 'blob') return sealInBlob(cipher, plaintext, context)
  const { materials, engine } = context.ports
  return { ciphertext: await algorithm.encrypt(keyPairOf(record, materials), plaintext, engine) }
}

export interface Opened {
  readonly plaintext: Buffer
  readonly materialId?: KeyMaterialId
}

/**
 * Decrypts. After authorization every failure is the same InvalidCiphertextException; only a blob of another key than
 * the named one is IncorrectKeyException, and a key store that cannot serve says why.
 */
export async function open(cipher: Cipher, ciphertext: Uint8Array, context: Context): Promise<Opened> {
  const { record, algorithm } = cipher
  if (algorithm.form === 'blob') return openInBlob(cipher, ciphertext, context)
  const { materials, engine } = context.ports
  const plaintext = await algorithm.decrypt(keyPairOf(record, materials), ciphertext, engine)
  if (!plaintext) throw invalidCiphertext()
  return { plaintext }
}

/** The member of an answer that names the material, where there is one. */
export function named(materialId: KeyMaterialId | undefined) {
  return materialId === undefined ? {} : { KeyMaterialId: materialId }
}

/** The audit record of symmetric cryptography names the material that was used, and one for a recipient names it. */
export function materialTrail(materialId: KeyMaterialId | undefined, recipient?: Recipient) {
  if (materialId === undefined && recipient === undefined) return {}
  const used = { ...(materialId && { keyMaterialId: materialId }), ...(recipient && { recipient: recipient.told }) }
  return { trail: { additionalEventData: used } }
}
