import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'

export const SECTOR_BYTES = 512
export const XTS_KEY_BYTES = 64

/**
 * AES-256-XTS (IEEE 1619, SP 800-38E) over sectors of 512 bytes, as disks are encrypted: a sector's number is its tweak,
 * and ciphertext is as long as plaintext. Nothing is authenticated: what was changed opens as other bytes.
 */
export interface SectorKey {
  /** Whole sectors, the first of which has the number `first`. */
  seal(first: number, plaintext: Uint8Array): Buffer
  open(first: number, ciphertext: Uint8Array): Buffer
}

/** Over 64 bytes of material, two different AES keys, which are copied: the caller zeroes its own. */
export function sectorKey(material: Uint8Array): SectorKey {
  if (material.length !== XTS_KEY_BYTES) throw new RangeError('AES-256-XTS takes 64 bytes of key')
  const key = createSecretKey(material)
  return {
    seal: (first, plaintext) => eachSector(first, plaintext, (tweak, sector) => sealed(key, tweak, sector)),
    open: (first, ciphertext) => eachSector(first, ciphertext, (tweak, sector) => opened(key, tweak, sector)),
  }
}

function sealed(key: KeyObject, tweak: Uint8Array, sector: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-xts', key, tweak)
  return Buffer.concat([cipher.update(sector), cipher.final()])
}

function opened(key: KeyObject, tweak: Uint8Array, sector: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-xts', key, tweak)
  return Buffer.concat([decipher.update(sector), decipher.final()])
}

type OneSector = (tweak: Uint8Array, sector: Uint8Array) => Buffer

function eachSector(first: number, bytes: Uint8Array, work: OneSector): Buffer {
  if (bytes.length % SECTOR_BYTES !== 0) throw new RangeError('AES-256-XTS takes whole sectors of 512 bytes')
  const sectors = Array.from({ length: bytes.length / SECTOR_BYTES }, (_, index) =>
    work(tweakOf(first + index), bytes.subarray(index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES)),
  )
  return Buffer.concat(sectors)
}

/** The number of a sector, little-endian, in 16 bytes (IEEE 1619 section 5.1). */
function tweakOf(sector: number): Buffer {
  if (!Number.isSafeInteger(sector) || sector < 0) throw new RangeError('a sector has no such number')
  const tweak = Buffer.alloc(16)
  tweak.writeBigUInt64LE(BigInt(sector))
  return tweak
}
