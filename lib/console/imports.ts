import 'server-only'

import { fromBase64, toBase64 } from '#kernel/bytes.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { AlgorithmSpec, WrappingKeySpec } from '#model/api.ts'
import type { Console } from './access.ts'
import type { ImportDto, ImportParametersDto } from './dto/imports.ts'
import { Called } from './error-dto.ts'

/** A fresh wrapping key for the material of a key, and its token. */
export async function importParameters(
  console: Console,
  KeyId: string,
  algorithm: string,
  wrappingKeySpec: string,
): Promise<ImportParametersDto> {
  const { PublicKey, ImportToken, ParametersValidTo } = await console.call('GetParametersForImport', {
    KeyId,
    WrappingAlgorithm: algorithm as AlgorithmSpec,
    WrappingKeySpec: wrappingKeySpec as WrappingKeySpec,
  })
  if (!PublicKey || !ImportToken) throw new Error('GetParametersForImport answered without its parameters')
  return { publicKey: toBase64(PublicKey), token: toBase64(ImportToken), validTo: ParametersValidTo ?? 0 }
}

export async function importMaterial(console: Console, KeyId: string, form: ImportDto): Promise<void> {
  const { expiresAt, type, materialId, description } = form
  await console.call('ImportKeyMaterial', {
    KeyId,
    ImportToken: bytesOf(form.token),
    EncryptedKeyMaterial: bytesOf(form.material),
    ...(expiresAt === undefined
      ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
      : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: expiresAt as EpochMillis }),
    ...(type ? { ImportType: type } : {}),
    ...(materialId === undefined ? {} : { KeyMaterialId: materialId }),
    ...(description ? { KeyMaterialDescription: description } : {}),
  })
}

function bytesOf(text: string): Buffer {
  const bytes = fromBase64(text)
  if (bytes) return bytes
  throw new Called({ code: 'ValidationException', message: 'Key material and import token are bytes in base64.' })
}
