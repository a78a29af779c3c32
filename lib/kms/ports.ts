import type { AuditEvent, EventDraft } from '#audit/event.ts'
import type { XaesKey } from '#crypto/xaes.ts'
import type { Clock } from '#kernel/clock.ts'
import type { AccountId, AliasName, EpochMillis, KeyId, KeyMaterialId, RequestId, SandboxId } from '#kernel/ids.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { IdentityPolicies } from '#policy/request.ts'
import type {
  AliasRow,
  DomainKeyRow,
  InstanceRow,
  KeyRow,
  MaterialRow,
  PolicyRow,
  SessionRow,
  Stored,
  TagRow,
} from './domain/rows.ts'
import type { Write } from './domain/writes.ts'

/** Everything of one key that a request may need, read at one moment. */
export interface KeyRecord {
  readonly key: Stored<KeyRow>
  readonly policy: Stored<PolicyRow>
  /** In order of birth; the last is not always the current one. */
  readonly materials: readonly Stored<MaterialRow>[]
  /** In order of the tag key. */
  readonly tags: readonly Stored<TagRow>[]
  /** In order of the name. */
  readonly aliases: readonly Stored<AliasRow>[]
}

/** A part of an ordered list: rows behind `after`, at most `limit` of them. */
export interface Page<K> {
  readonly after?: K
  readonly limit: number
}

/** What may be asked of the event log; newest first. */
export interface EventQuery {
  readonly sandbox: SandboxId
  readonly account: AccountId
  readonly region?: string
  /** A key ARN among the event's first two resources. */
  readonly resource?: string
  readonly requestId?: string
  readonly eventName?: string
  readonly principal?: string
  readonly outcome?: 'ok' | 'denied' | 'error'
  readonly readOnly?: boolean
  readonly from?: EpochMillis
  readonly to?: EpochMillis
  /** Only events with a sequence number below this one. */
  readonly before?: number
  readonly limit: number
}

/** Reads. Keys and aliases come from memory when they are warm; the answer is never older than the last commit. */
export interface Reads {
  key(scope: Scope, keyId: KeyId): Promise<KeyRecord | undefined>
  alias(scope: Scope, name: AliasName): Promise<Stored<AliasRow> | undefined>
  /** In order of the key id. */
  keys(scope: Scope, page: Page<KeyId>): Promise<readonly Stored<KeyRow>[]>
  /** Whole records of all keys of a scope, in order of the key id: for the console's inventory. */
  keyRecords(scope: Scope): Promise<readonly KeyRecord[]>
  /** In order of the name; of one key when `keyId` is given. */
  aliases(scope: Scope, page: Page<AliasName>, keyId?: KeyId): Promise<readonly Stored<AliasRow>[]>
  /** An older version of a key policy. */
  policy(scope: Scope, keyId: KeyId, number: number): Promise<Stored<PolicyRow> | undefined>
  domainKeys(): Promise<readonly Stored<DomainKeyRow>[]>
  /** Keys of a sandbox whose deletion or automatic rotation is due at `time`, earliest first. */
  due(sandbox: SandboxId, time: EpochMillis, limit: number): Promise<readonly Stored<KeyRow>[]>
  /** When the next deletion or automatic rotation falls due. */
  nextDue(sandbox: SandboxId): Promise<EpochMillis | undefined>
  session(id: string): Promise<Stored<SessionRow> | undefined>
  /** In order of the name. */
  instance(): Promise<readonly Stored<InstanceRow>[]>
  events(query: EventQuery): Promise<readonly AuditEvent[]>
  event(sandbox: SandboxId, eventId: string): Promise<AuditEvent | undefined>
  /** Newest event of each key that used its material with success, by key ARN. */
  lastUses(scope: Scope): Promise<ReadonlyMap<string, AuditEvent>>
}

/** What one request wants to be true, all of it or nothing; at most one put or remove for each row. */
export interface Transaction {
  readonly writes: readonly Write[]
  readonly events: readonly EventDraft[]
}

/**
 * The one way to change anything. Resolves when writes and events are durable together; 'stale' when a row
 * moved on since it was read, with nothing written. Rejects when the log cannot be written, with nothing written.
 */
export interface Commit {
  commit(transaction: Transaction): Promise<'committed' | 'stale'>
}

export interface Store extends Reads, Commit {
  /** Called after each commit, before its answer is released, so that caches follow. */
  onCommit(listener: (writes: readonly Write[]) => void): void
  close(): Promise<void>
}

/** Who is calling, as verified by SigV4 or by the console's session. */
export interface Caller {
  readonly principal: Principal
  /** Sandbox and account of the principal, Region of the request. */
  readonly scope: Scope
  readonly accessKeyId?: string
  readonly request: RequestSource
}

/** Where a call came from, for the audit record. */
export interface RequestSource {
  readonly id: RequestId
  readonly face: 'wire' | 'console'
  readonly sourceIp: string
  readonly userAgent: string
  readonly host?: string
  readonly tls?: { readonly version: string; readonly cipher: string }
}

/** An access key, looked up to verify a signature. */
export interface Credential {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sandbox: SandboxId
  readonly principal: Principal
}

/** Who exists and what their policies say. */
export interface Identities {
  credential(accessKeyId: string): Promise<Credential | undefined>
  policiesOf(sandbox: SandboxId, principal: Principal): Promise<IdentityPolicies>
  /**
   * Whether a principal named in a key policy exists. 'unknown' for accounts that are not hosted here:
   * those are taken as valid.
   */
  principalExists(sandbox: SandboxId, arn: string): Promise<'exists' | 'missing' | 'unknown'>
}

/** New key material, ready to be stored. */
export interface NewMaterial {
  readonly materialId: KeyMaterialId
  readonly wrapped: Uint8Array
  /** A new domain key row where this scope had none. */
  readonly writes: readonly Write[]
}

/** The key material itself: made, wrapped, opened; opened material stays in memory. */
export interface Materials {
  create(key: MaterialOwner): Promise<NewMaterial>
  open(key: MaterialOwner, material: MaterialRow): XaesKey
  /** Seals a short payload so that only this scope and purpose opens it again (pagination markers). */
  mintToken(scope: Scope, purpose: string, payload: string): string
  openToken(scope: Scope, purpose: string, token: string): string | undefined
}

export interface MaterialOwner {
  readonly scope: Scope
  readonly keyId: KeyId
  readonly spec: string
  readonly origin: string
}

/** Request quotas: a call may be refused before anything is planned. */
export interface Limits {
  /** Whether the call may go on. */
  take(caller: Caller, operation: string): boolean
}

/** The clocks of sandboxes; `main` follows the system's. */
export interface Clocks {
  of(sandbox: SandboxId): Clock
  readonly wall: Clock
}

/** All that the service is given, once, by the composition root. */
export interface Ports {
  readonly store: Store
  readonly identities: Identities
  readonly clocks: Clocks
  readonly ids: Ids
  readonly secrets: Secrets
  readonly materials: Materials
  readonly limits: Limits
}

export type { SessionRow, Stored } from './domain/rows.ts'
export type { Write } from './domain/writes.ts'
