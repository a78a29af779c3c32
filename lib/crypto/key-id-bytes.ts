import type { KeyId } from '#kernel/ids.ts'

export const KEY_ID_BYTES = 16
const MULTI_REGION = 'mrk-'
const UUID = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

export function isMultiRegion(keyId: KeyId): boolean {
  return keyId.startsWith(MULTI_REGION)
}

/** The 16 raw bytes of a key id: those of the UUID, or of the digits behind `mrk-`. */
export function keyIdBytes(keyId: KeyId): Buffer {
  return Buffer.from(isMultiRegion(keyId) ? keyId.slice(MULTI_REGION.length) : keyId.replaceAll('-', ''), 'hex')
}

/** The key id of 16 raw bytes. */
export function keyIdFrom(bytes: Buffer, multiRegion: boolean): KeyId {
  const hex = bytes.toString('hex')
  return (multiRegion ? MULTI_REGION + hex : hex.replace(UUID, '$1-$2-$3-$4-$5')) as KeyId
}
