import type { KeyObject } from 'node:crypto'
import { u32, utf8 } from '#kernel/bytes.ts'
import { constantTimeEqual, hmacSha256 } from '#kernel/hash.ts'
import type { KeyId, KeyMaterialId, SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { CacheTally } from '#kernel/observer.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import { scopeKey } from '#kernel/scope.ts'
import { CryptoError } from './crypto-error.ts'
import type { DomainKeyRow, NewDomainKey, NumberedDomainKey } from './domain-keys.ts'
import { DomainKeys } from './domain-keys.ts'
import type { OpenedMaterial } from './key-spec.ts'
import { materialIdOf } from './material-id.ts'
import type { RootProvider } from './root/provider.ts'
import { openBox, sealBox } from './sealed-box.ts'
import { specOf } from './specs.ts'
import type { MaterialOwner } from './wrapped-record.ts'
import { readRecord, unwrapMaterial, wrapMaterial } from './wrapped-record.ts'
import type { XaesKey } from './xaes.ts'
import { NONCE_BYTES } from './xaes.ts'

const WARM_MATERIALS = 10_000

export interface KeyringParts {
  readonly root: RootProvider
  /** From `openInstance`. */
  readonly instanceKey: KeyObject
  readonly secrets: Secrets
  /** How many opened materials stay in memory. */
  readonly capacity?: number
  /** Counts the opened materials that were in memory, and those that were not. */
  readonly tally?: CacheTally
}

/** Wrapped key material with its id, as the database holds it. */
export interface WrappedMaterial {
  readonly materialId: KeyMaterialId
  /** A wrapped record, see `wrapMaterial`. */
  readonly wrapped: Uint8Array
}

interface Opened {
  readonly instanceKey: KeyObject
  /** Of the sandboxes that have their own. */
  readonly ofSandboxes: Map<SandboxId, KeyObject>
  readonly domains: DomainKeys
}

/**
 * All opened keys of this process: instance key, domain keys, and the key materials used last. All but a
 * domain key's making and adoption is synchronous and never asks the root. After `close` every method throws
 * CryptoError KeyringClosed.
 */
export class Keyring {
  readonly #secrets: Secrets
  readonly #materials: LruMap<string, OpenedMaterial>
  #open: Opened | undefined

  constructor({ root, instanceKey, secrets, capacity = WARM_MATERIALS, tally }: KeyringParts) {
    this.#secrets = secrets
    this.#materials = new LruMap(capacity, tally)
    this.#open = { instanceKey, ofSandboxes: new Map(), domains: new DomainKeys(root, secrets) }
  }

  /** Whether the scope has a domain key in force. */
  has(scope: Scope): boolean {
    return this.#opened().domains.current(scope) !== undefined
  }

  /**
   * The scope's next domain key. Commit its row together with what is wrapped under it, then adopt the row. Until
   * then everyone who asks gets the same one.
   */
  async create(scope: Scope): Promise<NewDomainKey> {
    return this.#opened().domains.create(scope)
  }

  /**
   * Puts a committed domain key in force; again does nothing. A row made here by `create` is in force when
   * the call returns, others when the promise resolves. Rejects with CryptoError DomainKeyDamaged.
   */
  adopt(row: DomainKeyRow): Promise<void> {
    return this.#opened().domains.adopt(row)
  }

  /** Scopes whose first domain key `create` made, and whose row was not adopted. */
  waiting(): readonly Scope[] {
    return this.#opened().domains.waiting()
  }

  /** Forgets what `create` made for a scope that has no domain key in force. Its row must not be committed after that. */
  abandon(scope: Scope): void {
    this.#opened().domains.abandon(scope)
  }

  /** A sandbox with an instance key of its own, from its seed: its KeyMaterialIds are made with that. */
  adoptSandbox(sandbox: SandboxId, instanceKey: KeyObject): void {
    this.#opened().ofSandboxes.set(sandbox, instanceKey)
  }

  /** Takes back `adoptSandbox`. */
  dropSandbox(sandbox: SandboxId): void {
    this.#opened().ofSandboxes.delete(sandbox)
  }

  /** Wraps new material under `fresh`, else under the domain key in force. The caller zeroes the material. */
  wrap(owner: MaterialOwner, material: Uint8Array, fresh?: NewDomainKey): WrappedMaterial {
    const domain = fresh?.domain ?? this.#opened().domains.current(owner.scope)
    if (!domain) throw new CryptoError('DomainKeyMissing', `${scopeKey(owner.scope)} has no domain key in force.`)
    const materialId = materialIdOf(this.#instanceKeyOf(owner), owner.keyId, material)
    const nonce = this.#secrets.bytes(NONCE_BYTES)
    return { materialId, wrapped: wrapMaterial(wrappingKey(domain), owner, materialId, material, nonce) }
  }

  /** The material itself; the caller zeroes it. Undefined when the record is not this owner's, or damaged. */
  unwrap(owner: MaterialOwner, { materialId, wrapped }: WrappedMaterial): Buffer | undefined {
    const { domains } = this.#opened()
    const header = readRecord(wrapped)
    if (header?.materialId !== materialId) return undefined
    const domain = domains.get(owner.scope, header.wrappingKeyNumber)
    return domain && unwrapMaterial(wrappingKey(domain), owner, wrapped, this.#instanceKeyOf(owner))
  }

  /** The material ready for use, from memory when it was used lately. Undefined as in `unwrap`. */
  open(owner: MaterialOwner, material: WrappedMaterial): OpenedMaterial | undefined {
    this.#opened()
    const id = `${materialsOf(owner.scope, owner.keyId)}${material.materialId}`
    const warm = this.#materials.get(id)
    if (warm) return warm
    const bytes = this.unwrap(owner, material)
    if (!bytes) return undefined
    const opened = specOf(owner.spec).open(bytes)
    bytes.fill(0)
    this.#materials.set(id, opened)
    return opened
  }

  /** Drops the opened materials of a key that is gone, or the one of its materials that was taken out. */
  forget(scope: Scope, keyId: KeyId, materialId?: KeyMaterialId): void {
    const prefix = materialsOf(scope, keyId)
    if (materialId !== undefined) this.#materials.delete(`${prefix}${materialId}`)
    else this.#materials.deleteWhere((id) => id.startsWith(prefix))
  }

  /** Drops the opened materials of a sandbox that was put back. */
  forgetMaterials(sandbox: SandboxId): void {
    this.#materials.deleteWhere((id) => id.startsWith(`${sandbox}/`))
  }

  /** Drops all that was opened of a sandbox that is gone. */
  forgetSandbox(sandbox: SandboxId): void {
    this.forgetMaterials(sandbox)
    this.#open?.domains.forget(sandbox)
    this.#open?.ofSandboxes.delete(sandbox)
  }

  /**
   * Seals a secret under the domain key in force, else under the one that `create` made, whose row must be committed
   * with it: u32 its number ‖ sealed box bound to the purpose.
   */
  sealSecret(scope: Scope, purpose: string, secret: Uint8Array): Buffer {
    const domain = this.#opened().domains.sealing(scope)
    if (!domain) throw new CryptoError('DomainKeyMissing', `${scopeKey(scope)} has no domain key in force.`)
    return Buffer.concat([u32(domain.number), sealBox(domain.wrap, secret, utf8(purpose), this.#secrets)])
  }

  /** The secret; the caller zeroes it. Undefined, with no reason told, when it does not open. */
  openSecret(scope: Scope, purpose: string, sealed: Uint8Array): Buffer | undefined {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
    const domain = bytes.length < 4 ? undefined : this.#opened().domains.get(scope, bytes.readUInt32BE())
    return domain && openBox(domain.wrap, bytes.subarray(4), utf8(purpose))
  }

  /** MAC of a row under Krow of `fresh`, else of the domain key in force: u32 its number ‖ HMAC-SHA256. */
  rowMac(scope: Scope, row: Uint8Array, fresh?: NewDomainKey): Buffer {
    const domain = fresh?.domain ?? this.#opened().domains.current(scope)
    if (!domain) throw new CryptoError('DomainKeyMissing', `${scopeKey(scope)} has no domain key in force.`)
    return Buffer.concat([u32(domain.number), hmacSha256(domain.row, row)])
  }

  /** Whether it is the MAC of exactly this row, under any domain key of its scope. */
  isRowMac(scope: Scope, row: Uint8Array, mac: Uint8Array): boolean {
    const bytes = Buffer.from(mac.buffer, mac.byteOffset, mac.length)
    const domain = bytes.length < 4 ? undefined : this.#opened().domains.get(scope, bytes.readUInt32BE())
    return domain !== undefined && constantTimeEqual(hmacSha256(domain.row, row), bytes.subarray(4))
  }

  /** Ktok of the scope; undefined before it has a domain key. */
  tokenKey(scope: Scope): XaesKey | undefined {
    return this.#opened().domains.current(scope)?.token
  }

  /**
   * Forgets every key. They live in KeyObjects and cipher contexts, which OpenSSL wipes when they are collected.
   */
  close(): void {
    this.#materials.clear()
    this.#open?.domains.clear()
    this.#open = undefined
  }

  #instanceKeyOf({ scope }: MaterialOwner): KeyObject {
    const { instanceKey, ofSandboxes } = this.#opened()
    return ofSandboxes.get(scope.sandbox) ?? instanceKey
  }

  #opened(): Opened {
    if (this.#open) return this.#open
    throw new CryptoError('KeyringClosed', 'The keyring is closed.')
  }
}

function wrappingKey(domain: NumberedDomainKey) {
  return { number: domain.number, key: domain.wrap }
}

function materialsOf(scope: Scope, keyId: KeyId): string {
  return `${scopeKey(scope)}/${keyId}/`
}
