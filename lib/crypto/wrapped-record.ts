import type { KeyObject } from 'node:crypto'
import { lengthPrefixed, u32 } from '#kernel/bytes.ts'
import { constantTimeEqual } from '#kernel/hash.ts'
import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { TAG_BYTES } from './gcm.ts'
import { KEY_ID_BYTES, keyIdBytes } from './key-id-bytes.ts'
import { MATERIAL_ID_BYTES, materialIdBytes, materialIdFrom, materialIdOf } from './material-id.ts'
import { scopeBytes } from './scope-bytes.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

/** Magic, suite 1 (XAES-256-GCM), type 1 (key material). */
const PREAMBLE = Buffer.from([...Buffer.from('KMW1'), 1, 1])
const NUMBER_AT = PREAMBLE.length
const OWNER_AT = NUMBER_AT + 4
const MATERIAL_ID_AT = OWNER_AT + KEY_ID_BYTES
const NONCE_AT = MATERIAL_ID_AT + MATERIAL_ID_BYTES
const SEALED_AT = NONCE_AT + NONCE_BYTES

/** The key that material belongs to. */
export interface MaterialOwner {
  readonly scope: Scope
  readonly keyId: KeyId
  readonly spec: string
  readonly origin: string
}

/** Kwrap of a domain key, and which of its scope's domain keys that is. */
export interface WrappingKey {
  readonly number: number
  readonly key: XaesKey
}

/** What a record says in the clear, not yet authenticated. */
export interface RecordHeader {
  readonly wrappingKeyNumber: number
  readonly materialId: KeyMaterialId
}

/**
 * Wraps key material, wrapped record version 1, big-endian:
 *
 *      0  4  magic KMW1
 *      4  1  suite 01: XAES-256-GCM
 *      5  1  type 01: key material
 *      6  4  number of the wrapping domain key
 *     10 16  owner: key id
 *     26 32  KeyMaterialId
 *     58 24  nonce
 *     82  n  ciphertext
 *        16  tag
 *
 * AAD = bytes 0 to 57 ‖ lp(sandbox) ‖ lp(account) ‖ lp(region) ‖ lp(spec) ‖ lp(origin). `nonce` is 24 fresh
 * random bytes; `materialId` must be the material's.
 */
export function wrapMaterial(
  wrapping: WrappingKey,
  owner: MaterialOwner,
  materialId: KeyMaterialId,
  material: Uint8Array,
  nonce: Uint8Array,
): Buffer {
  const header = headerOf(wrapping.number, owner, materialId)
  return Buffer.concat([header, nonce, wrapping.key.seal(nonce, material, aadOf(header, owner))])
}

/** Undefined for anything but a version 1 record of key material. */
export function readRecord(record: Uint8Array): RecordHeader | undefined {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.length)
  if (bytes.length <= SEALED_AT + TAG_BYTES) return undefined
  if (!bytes.subarray(0, NUMBER_AT).equals(PREAMBLE)) return undefined
  return {
    wrappingKeyNumber: bytes.readUInt32BE(NUMBER_AT),
    materialId: materialIdFrom(bytes.subarray(MATERIAL_ID_AT, NONCE_AT)),
  }
}

/**
 * The material of a record that belongs to this owner; the caller zeroes it. Undefined, with no reason told, for a
 * record of another key, scope, spec or origin, under another wrapping key, or whose material is not the one that
 * its KeyMaterialId names.
 */
export function unwrapMaterial(
  wrapping: WrappingKey,
  owner: MaterialOwner,
  record: Uint8Array,
  instanceKey: KeyObject,
): Buffer | undefined {
  const read = readRecord(record)
  if (!read) return undefined
  const header = headerOf(wrapping.number, owner, read.materialId)
  if (!header.equals(record.subarray(0, NONCE_AT))) return undefined
  const nonce = record.subarray(NONCE_AT, SEALED_AT)
  const material = wrapping.key.open(nonce, record.subarray(SEALED_AT), aadOf(header, owner))
  if (!material) return undefined
  const actual = materialIdOf(instanceKey, owner.keyId, material)
  if (constantTimeEqual(materialIdBytes(actual), materialIdBytes(read.materialId))) return material
  material.fill(0)
  return undefined
}

function headerOf(number: number, { keyId }: MaterialOwner, materialId: KeyMaterialId): Buffer {
  return Buffer.concat([PREAMBLE, u32(number), keyIdBytes(keyId), materialIdBytes(materialId)])
}

function aadOf(header: Uint8Array, { scope, spec, origin }: MaterialOwner): Buffer {
  return Buffer.concat([header, scopeBytes(scope), lengthPrefixed(spec), lengthPrefixed(origin)])
}
