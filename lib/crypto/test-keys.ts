import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import type { AccountId, KeyId, Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { MaterialOwner } from './wrapped-record.ts'

/** Values that the tests of this folder share. */
export const SCOPE: Scope = {
  sandbox: 'main' as SandboxId,
  account: '111122223333' as AccountId,
  region: 'us-east-1' as Region,
}

export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab' as KeyId
export const MULTI_REGION_KEY_ID = 'mrk-1234abcd12ab34cd56ef1234567890ab' as KeyId
export const OWNER: MaterialOwner = { scope: SCOPE, keyId: KEY_ID, spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS' }

/** A 32-byte key of one repeated byte. */
export function keyOf(byte: number): KeyObject {
  return createSecretKey(Buffer.alloc(32, byte))
}

/** Every variant of the bytes with one bit of one byte changed. */
export function* tampered(bytes: Uint8Array): Generator<Buffer> {
  for (let i = 0; i < bytes.length; i += 1) {
    const copy = Buffer.from(bytes)
    copy[i] = (copy[i] ?? 0) ^ (1 << (i % 8))
    yield copy
  }
}

/** Every shorter beginning of the bytes. */
export function* truncated(bytes: Uint8Array): Generator<Buffer> {
  for (let length = 0; length < bytes.length; length += 1) yield Buffer.from(bytes.subarray(0, length))
}
