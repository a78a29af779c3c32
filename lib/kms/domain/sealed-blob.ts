import { openBlob, parseBlob, sealBlob } from '#crypto/ciphertext-blob.ts'
import { canonicalContext } from '#crypto/encryption-context.ts'
import type { ExternalCipher } from '#crypto/external-blob.ts'
import { openExternal, parseExternalBlob, sealExternal } from '#crypto/external-blob.ts'
import type { XaesKey } from '#crypto/xaes.ts'
import type { KeyId } from '#kernel/ids.ts'
import { dryRun, incorrectKey, invalid, invalidCiphertext } from '../errors.ts'
import type { Context } from '../operation.ts'
import { arnOf } from './arn.ts'
import type { Cipher, EncryptionContext, Opened, Sealed } from './encryption.ts'
import { aboutCall, endpointOf } from './external-proxy.ts'
import { checkKeyServing } from './hsm-cluster.ts'
import { keyStoreOf } from './key-store.ts'
import { ofCryptography } from './key-store-errors.ts'
import { currentRow, currentSymmetricKey, materialOf, symmetricKey } from './material.ts'

/** A blob of either kind; undefined for what is none. */
const parsed = (ciphertext: Uint8Array) => parseBlob(ciphertext) ?? parseExternalBlob(ciphertext)

/** The key that a ciphertext says it is of. */
export function keyNamedBy(ciphertext: Uint8Array): KeyId | undefined {
  return parsed(ciphertext)?.keyId
}

/** Encrypts under the current material of a symmetric key, and under its external key where it has one. */
export async function sealInBlob(cipher: Cipher, plaintext: Uint8Array, context: Context): Promise<Sealed> {
  const { record, encryptionContext } = cipher
  const { materials, secrets } = context.ports
  await checkKeyServing(record, context.ports)
  const { materialId } = currentRow(record)
  const contents = {
    keyId: record.key.keyId,
    materialId,
    key: currentSymmetricKey(record, materials),
    nonce: secrets.bytes(24),
    plaintext,
    context: contextBytes(encryptionContext),
  }
  const external = externalCipher(cipher, context)
  return { ciphertext: external ? await sealExternal(contents, external) : sealBlob(contents), materialId }
}

/** Decrypts with the material that the blob names, and with the external key of a key that has one. */
export async function openInBlob(cipher: Cipher, ciphertext: Uint8Array, context: Context): Promise<Opened> {
  const { record } = cipher
  const blob = parsed(ciphertext)
  if (!blob) throw invalidCiphertext()
  if (blob.keyId !== record.key.keyId) throw incorrectKey()
  await checkKeyServing(record, context.ports)
  const material = materialOf(record, blob.materialId, context.ports.materials)
  const plaintext = material && (await opened(cipher, blob, symmetricKey(material), context))
  if (!plaintext) throw invalidCiphertext()
  return { plaintext, materialId: blob.materialId }
}

/** A key opens only the kind of blob that it makes. */
async function opened(
  cipher: Cipher,
  blob: NonNullable<ReturnType<typeof parsed>>,
  key: XaesKey,
  context: Context,
): Promise<Buffer | undefined> {
  const external = externalCipher(cipher, context)
  const bytes = contextBytes(cipher.encryptionContext)
  if ('outer' in blob) return external && openExternal(blob, key, bytes, external)
  return external ? undefined : openBlob(blob, key, bytes)
}

/**
 * The key outside that a key of an external key store has, used through its proxy. The origin decides, which the
 * material is bound to: who takes the external key off the row gets nothing encrypted without it.
 */
function externalCipher({ record, operation }: Cipher, context: Context): ExternalCipher | undefined {
  const { key } = record
  if (key.origin !== 'EXTERNAL_KEY_STORE') return undefined
  if (key.xksKeyId === null) throw new Error(`key ${key.keyId} lacks its external key: the database was changed`)
  const { ports, isDryRun } = context
  const external = { endpoint: endpointOf(keyStoreOf(record), ports), externalKeyId: key.xksKeyId }
  const about = aboutCall(operation, context, arnOf(key))
  const asked = async <T>(use: () => Promise<T>): Promise<T> => {
    // A key outside is not used to see whether it could be.
    if (isDryRun) throw dryRun()
    return use().catch((thrown: unknown) => {
      throw ofCryptography(thrown)
    })
  }
  return {
    encrypt: (plaintext, aad) => asked(() => ports.xks.encrypt(external, plaintext, aad, about)),
    decrypt: (sealed, aad) => asked(() => ports.xks.decrypt(external, sealed, aad, about)),
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
