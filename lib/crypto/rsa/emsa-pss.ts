import { hash } from 'node:crypto'
import { u32 } from '#kernel/bytes.ts'
import { constantTimeEqual } from '#kernel/hash.ts'
import type { MessageHash } from '../hashing.ts'

const TRAILER = 0xbc
const PADDING = Buffer.alloc(8)

/**
 * EMSA-PSS (RFC 8017 section 9.1.1) of a digest, for a modulus of whole bytes: maskedDB ‖ H ‖ BC with
 * H = Hash(00×8 ‖ digest ‖ salt) and DB = 00… ‖ 01 ‖ salt, its first bit cleared. MGF1 with the same hash.
 */
export function encodePss(mgf: MessageHash, digest: Uint8Array, salt: Uint8Array, blockBytes: number): Buffer {
  const h = hash(mgf.name, Buffer.concat([PADDING, digest, salt]), 'buffer')
  const db = Buffer.alloc(blockBytes - h.length - 1)
  db[db.length - salt.length - 1] = 1
  db.set(salt, db.length - salt.length)
  return Buffer.concat([masked(mgf, db, h), h, Buffer.from([TRAILER])])
}

/** Section 9.1.2: whether the block is an encoding of the digest, with a salt as long as the hash. */
export function isPssOf(mgf: MessageHash, digest: Uint8Array, block: Uint8Array): boolean {
  const dbBytes = block.length - mgf.bytes - 1
  const saltAt = dbBytes - mgf.bytes
  if (saltAt < 1 || ((block[0] ?? 0x80) & 0x80) !== 0) return false
  const db = masked(mgf, block.subarray(0, dbBytes), block.subarray(dbBytes, -1))
  return constantTimeEqual(encodePss(mgf, digest, db.subarray(saltAt), block.length), block)
}

/** The data block under MGF1 of the seed, its first bit cleared; unmasks as well. */
function masked(mgf: MessageHash, db: Uint8Array, seed: Uint8Array): Buffer {
  const mask = mgf1(mgf, seed, db.length)
  for (let i = 0; i < mask.length; i += 1) mask[i] = (mask[i] ?? 0) ^ (db[i] ?? 0)
  mask[0] = (mask[0] ?? 0) & 0x7f
  return mask
}

/** MGF1 (RFC 8017 appendix B.2.1): Hash(seed ‖ u32 0) ‖ Hash(seed ‖ u32 1) ‖ … */
function mgf1({ name, bytes }: MessageHash, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0; i * bytes < length; i += 1) blocks.push(hash(name, Buffer.concat([seed, u32(i)]), 'buffer'))
  return Buffer.concat(blocks).subarray(0, length)
}
