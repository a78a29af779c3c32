import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { u32, utf8 } from '#kernel/bytes.ts'
import type { Scope } from '#kernel/scope.ts'
import { deriveKey } from './kdf.ts'
import { scopeBytes } from './scope-bytes.ts'
import type { XaesKey } from './xaes.ts'
import { xaesKey } from './xaes.ts'

export const DOMAIN_KEY_BYTES = 32

/** The three keys of a domain. The domain key itself is forgotten once they are derived. */
export interface DomainKey {
  /** Kwrap: wraps key material and secret access keys. */
  readonly wrap: XaesKey
  /** Krow: MACs of rows. */
  readonly row: KeyObject
  /** Ktok: seals opaque tokens. */
  readonly token: XaesKey
}

/** Derives Kwrap, Krow and Ktok of domain key number `number` of a scope from its 32 bytes. */
export function domainKey(secret: Uint8Array, scope: Scope, number: number): DomainKey {
  const context = Buffer.concat([scopeBytes(scope), u32(number)])
  const derive = <K>(label: string, make: (bytes: Uint8Array) => K): K => {
    const bytes = deriveKey(secret, label, context)
    const key = make(bytes)
    bytes.fill(0)
    return key
  }
  return {
    wrap: derive('keystead domain wrap v1', xaesKey),
    row: derive('keystead domain row v1', (bytes) => createSecretKey(bytes)),
    token: derive('keystead domain token v1', xaesKey),
  }
}

/** What the root authenticates beside a domain key, so that a row moved to another scope or number does not open. */
export function domainKeyAad(scope: Scope, number: number): Buffer {
  return Buffer.concat([utf8('keystead domain key v1'), scopeBytes(scope), u32(number)])
}
