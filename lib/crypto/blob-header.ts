import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { isMultiRegion, KEY_ID_BYTES, keyIdBytes, keyIdFrom } from './key-id-bytes.ts'
import { MATERIAL_ID_BYTES, materialIdBytes, materialIdFrom } from './material-id.ts'

/** How a blob is sealed: by our key material alone, or by an external key around it. */
export const SUITE = { xaes: 1, external: 2 } as const
export type Suite = (typeof SUITE)[keyof typeof SUITE]

const FLAGS_AT = 4
const KEY_ID_AT = FLAGS_AT + 1
const MATERIAL_ID_AT = KEY_ID_AT + KEY_ID_BYTES
/** Bytes of the header, behind which each suite goes its own way. */
export const HEADER_BYTES = MATERIAL_ID_AT + MATERIAL_ID_BYTES
const MULTI_REGION_FLAG = 1

/** What the beginning of a ciphertext blob says. */
export interface BlobHeader {
  readonly keyId: KeyId
  readonly materialId: KeyMaterialId
  readonly multiRegion: boolean
  /** The bytes themselves: they take part in the additional data. */
  readonly header: Buffer
}

const preamble = (suite: Suite) => Buffer.from([0xb4, 0x4d, 1, suite])

/** Magic B4 4D, version 01, suite, flags (bit 0 multi-Region, the others 0), key id (16), KeyMaterialId (32). */
export function writeHeader(suite: Suite, keyId: KeyId, materialId: KeyMaterialId): Buffer {
  const flags = Buffer.from([isMultiRegion(keyId) ? MULTI_REGION_FLAG : 0])
  return Buffer.concat([preamble(suite), flags, keyIdBytes(keyId), materialIdBytes(materialId)], HEADER_BYTES)
}

/** Undefined for bytes that do not begin with a header of that suite. */
export function readHeader(blob: Buffer, suite: Suite): BlobHeader | undefined {
  if (blob.length < HEADER_BYTES || !blob.subarray(0, FLAGS_AT).equals(preamble(suite))) return undefined
  const flags = blob[FLAGS_AT]
  if (flags !== 0 && flags !== MULTI_REGION_FLAG) return undefined
  const multiRegion = flags === MULTI_REGION_FLAG
  return {
    keyId: keyIdFrom(blob.subarray(KEY_ID_AT, MATERIAL_ID_AT), multiRegion),
    materialId: materialIdFrom(blob.subarray(MATERIAL_ID_AT, HEADER_BYTES)),
    multiRegion,
    header: blob.subarray(0, HEADER_BYTES),
  }
}
