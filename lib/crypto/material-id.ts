import type { KeyObject } from 'node:crypto'
import { hmacSha256 } from '#kernel/hash.ts'
import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { keyIdBytes } from './key-id-bytes.ts'

export const MATERIAL_ID_BYTES = 32

/**
 * KeyMaterialId = HMAC-SHA256(instance key, 16 bytes of key id ‖ material). The same material in another key has
 * another id, and nobody without the instance key can test guesses of material against it.
 */
export function materialIdOf(instanceKey: KeyObject, keyId: KeyId, material: Uint8Array): KeyMaterialId {
  const message = Buffer.concat([keyIdBytes(keyId), material])
  const id = hmacSha256(instanceKey, message).toString('hex') as KeyMaterialId
  message.fill(0)
  return id
}

export function materialIdBytes(id: KeyMaterialId): Buffer {
  return Buffer.from(id, 'hex')
}

export function materialIdFrom(bytes: Buffer): KeyMaterialId {
  return bytes.toString('hex') as KeyMaterialId
}
