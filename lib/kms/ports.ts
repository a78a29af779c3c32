import type { GroupAttribute } from '#audit/attributes.ts'
import type { CallCount, LogPart } from '#audit/call-count.ts'
import type { AuditEvent, EventDraft, KeyUse, RowDigest } from '#audit/event.ts'
import type { EventCount, EventGroup, EventQuery, EventSelection } from '#audit/event-query.ts'
import type { Hash, Subtree } from '#audit/merkle.ts'
import type { AttestationRoots } from '#crypto/attestation/roots.ts'
import type { Engine } from '#crypto/engine.ts'
import type { OpenedMaterial } from '#crypto/key-spec.ts'
import type { IamReads } from '#iam/ports.ts'
import type { Clock } from '#kernel/clock.ts'
import type {
  AccountId,
  AliasName,
  EpochMillis,
  KeyArn,
  KeyId,
  KeyMaterialId,
  RequestId,
  SandboxId,
} from '#kernel/ids.ts'
import type { Step } from '#kernel/observer.ts'
import type { Principal } from '#kernel/principal.ts'
import type { Ids, Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { OperationName } from '#model/api.ts'
import type { IdentityPolicies } from '#policy/request.ts'
import type { XksProxy } from '#xks/ports.ts'
import type {
  AliasRow,
  CheckpointRow,
  ClusterRow,
  ConnectionState,
  DomainKeyRow,
  DrawRow,
  GrantRow,
  InstanceRow,
  KeyRow,
  KeyStoreRow,
  LoginProfileRow,
  MaterialRow,
  PolicyRow,
  PrimaryKey,
  SandboxRow,
  ServiceItemRow,
  SessionRow,
  SnapshotRow,
  Stored,
  TagRow,
} from './domain/rows.ts'
import type { Write } from './domain/writes.ts'
import type { HsmClusters } from './hsm-clusters.ts'
import type { Fault, Sister } from './limits/fault.ts'

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
  /** Of a key in a custom key store. */
  readonly keyStore?: Stored<KeyStoreRow>
  /** Of a key that the call itself brings about: an AWS managed key at its first use. */
  readonly unsaved?: Transaction
}

/** A part of an ordered list: rows behind `after`, at most `limit` of them. */
export interface Page<K> {
  readonly after?: K
  readonly limit: number
}

/** Where a grant stands among those of a Region. */
export type GrantPlace = Pick<GrantRow, 'account' | 'keyId' | 'grantId'>

/** Reads. Keys, aliases and the grants of a grantee come from memory when they are warm; the answer is never older than the last commit. */
export interface Reads extends IamReads {
  key(scope: Scope, keyId: KeyId): Promise<KeyRecord | undefined>
  /** The account whose key it is, in a Region; for ciphertexts, which name their key by its id alone. */
  keyOwner(place: Pick<Scope, 'sandbox' | 'region'>, keyId: KeyId): Promise<AccountId | undefined>
  alias(scope: Scope, name: AliasName): Promise<Stored<AliasRow> | undefined>
  /** In order of the key id. */
  keys(scope: Scope, page: Page<KeyId>): Promise<readonly Stored<KeyRow>[]>
  /** Whole records of all keys of a scope, in order of the key id: for the console's inventory. */
  keyRecords(scope: Scope): Promise<readonly KeyRecord[]>
  /** In order of the name; of one key when `keyId` is given. */
  aliases(scope: Scope, page: Page<AliasName>, keyId?: KeyId): Promise<readonly Stored<AliasRow>[]>
  /** Grants in force on a key in order of the grant id; to one grantee when `grantee` is given. */
  grants(scope: Scope, keyId: KeyId, page: Page<string>, grantee?: string): Promise<readonly Stored<GrantRow>[]>
  /** All grants in force on a key to one grantee: from memory when they are warm. */
  grantsTo(scope: Scope, keyId: KeyId, grantee: string): Promise<readonly Stored<GrantRow>[]>
  /** A grant of a key, in force or ended. */
  grant(scope: Scope, keyId: KeyId, grantId: string): Promise<Stored<GrantRow> | undefined>
  /** Grants in force that a principal may retire on the keys of all accounts in a Region, in order of their place. */
  retirableGrants(
    region: Pick<Scope, 'sandbox' | 'region'>,
    retiree: string,
    page: Page<GrantPlace>,
  ): Promise<readonly Stored<GrantRow>[]>
  /** The custom key stores of an account and Region, in order of their number. */
  keyStores(scope: Scope): Promise<readonly Stored<KeyStoreRow>[]>
  /** Those of all accounts that are in a state. */
  keyStoresIn(sandbox: SandboxId, state: ConnectionState): Promise<readonly Stored<KeyStoreRow>[]>
  /** The KMS key that an external key belongs to. */
  keyOfExternal(
    scope: Scope,
    external: { readonly customKeyStoreId: string; readonly xksKeyId: string },
  ): Promise<Stored<KeyRow> | undefined>
  cluster(scope: Scope, clusterId: string): Promise<Stored<ClusterRow> | undefined>
  /** The simulated clusters of all accounts and Regions. */
  clusters(sandbox: SandboxId): Promise<readonly Stored<ClusterRow>[]>
  /** An older version of a key policy. */
  policy(scope: Scope, keyId: KeyId, number: number): Promise<Stored<PolicyRow> | undefined>
  serviceItem(key: PrimaryKey<'serviceItem'>): Promise<Stored<ServiceItemRow> | undefined>
  /** Those of a kind whose ids begin so, in order of the id. */
  serviceItems(
    kind: Scope & Pick<ServiceItemRow, 'service' | 'kind'>,
    prefix?: string,
  ): Promise<readonly Stored<ServiceItemRow>[]>
  domainKeys(): Promise<readonly Stored<DomainKeyRow>[]>
  /** Keys of a sandbox with something due at `time`, earliest first. */
  due(sandbox: SandboxId, time: EpochMillis, limit: number): Promise<readonly Stored<KeyRow>[]>
  /** The same keys as whole records; those due at one time in order of account, Region and key id. */
  dueRecords(sandbox: SandboxId, time: EpochMillis, limit: number): Promise<readonly KeyRecord[]>
  /** When the next thing falls due. */
  nextDue(sandbox: SandboxId): Promise<EpochMillis | undefined>
  session(id: string): Promise<Stored<SessionRow> | undefined>
  /** Sessions of a user that were begun since a time and are not revoked. */
  sessionsOf(user: PrimaryKey<'loginProfile'>, since: EpochMillis): Promise<readonly Stored<SessionRow>[]>
  loginProfile(user: PrimaryKey<'loginProfile'>): Promise<Stored<LoginProfileRow> | undefined>
  /** Of all accounts, in order of account and principal. */
  loginProfiles(sandbox: SandboxId): Promise<readonly Stored<LoginProfileRow>[]>
  /** In order of the name. */
  instance(): Promise<readonly Stored<InstanceRow>[]>
  sandbox(id: SandboxId): Promise<Stored<SandboxRow> | undefined>
  /** Those beside `main`, in order of their ids. */
  sandboxes(): Promise<readonly Stored<SandboxRow>[]>
  /** How many accounts and keys each has; those that have neither are left out. */
  populations(): Promise<readonly Population[]>
  snapshot(sandbox: SandboxId, name: string): Promise<Stored<SnapshotRow> | undefined>
  /** In order of their names. */
  snapshots(sandbox: SandboxId): Promise<readonly Stored<SnapshotRow>[]>
  /**
   * Access keys that a snapshot of a sandbox has and that are another sandbox's by now, in order of their ids: an id is
   * there once in an installation.
   */
  takenAccessKeys(sandbox: SandboxId, snapshot: string): Promise<readonly TakenAccessKey[]>
  draw(scope: Scope, kind: string): Promise<Stored<DrawRow> | undefined>
  /** Newest first. */
  events(query: EventQuery): Promise<readonly AuditEvent[]>
  /** How many events ended how, in buckets of time; those without any are left out. */
  eventCounts(selection: EventSelection, bucketMillis: number): Promise<readonly EventCount[]>
  /** How many events have which values of attributes. */
  eventGroups(selection: EventSelection, by: readonly GroupAttribute[]): Promise<readonly EventGroup[]>
  /** How many events of some names a part of a log has, alike in what calls are priced by. */
  callCounts(part: LogPart, names: readonly string[]): Promise<readonly CallCount[]>
  event(sandbox: SandboxId, eventId: string): Promise<AuditEvent | undefined>
  /** A perfect subtree of a log's tree, which must have it. */
  subtree(sandbox: SandboxId, subtree: Subtree): Promise<Hash>
  /** The events of a log behind one of them. */
  tail(sandbox: SandboxId, after: number): Promise<LogTail>
  /** The last checkpoint of a log with at most `size` events; of all where it is left out. */
  checkpoint(sandbox: SandboxId, size?: number): Promise<CheckpointRow | undefined>
  /** Newest event of each key that used its material with success, by key ARN. */
  lastUses(scope: Scope): Promise<ReadonlyMap<string, KeyUse>>
  /** Newest event of one key that used its material with success. */
  lastUse(scope: Scope, keyArn: KeyArn): Promise<KeyUse | undefined>
}

/** An access key, and the sandbox that has it now. */
export interface TakenAccessKey {
  readonly accessKeyId: string
  readonly sandbox: SandboxId
}

/** What is in a sandbox, counted. */
export interface Population {
  readonly sandbox: SandboxId
  readonly accounts: number
  /** Of all accounts and Regions, AWS managed keys too. */
  readonly keys: number
}

/** What one request wants to be true, all of it or nothing; at most one put or remove for each row. */
export interface Transaction {
  readonly writes: readonly Write[]
  readonly events: readonly EventDraft[]
  /** Digests of rows that the first event tells beside those of `writes`: their own events are to be pruned. */
  readonly carried?: readonly RowDigest[]
  /** Old events to take away. An earlier event must have told of it. */
  readonly prunes?: Pruning
  /** What is done to a whole sandbox, after `writes` and `events`. */
  readonly whole?: WholeSandbox
  /** The store's `generation` when the call began whose event is the first one. */
  readonly generation?: number
}

/**
 * Of all rows and events of a sandbox at once: they are kept under a name, in place of what was kept under it; put back
 * as they were kept; or taken away with all that was kept of them. `drop` forgets what was kept. Domain keys are not put
 * back but stay, because calls that are under way may have wrapped under them.
 */
export type WholeSandbox =
  | { readonly act: 'save' | 'restore' | 'drop'; readonly sandbox: SandboxId; readonly snapshot: string }
  | { readonly act: 'erase'; readonly sandbox: SandboxId }

/** Events of a log from the first to the last, whole segments. Their tree stays. */
export interface Pruning {
  readonly sandbox: SandboxId
  readonly first: number
  readonly last: number
}

/** How many events a part of a log has, and in how many different seconds of the wall clock they were written. */
export interface LogTail {
  readonly events: number
  readonly seconds: number
}

/** How far a log is durable: the number of its events and the root of their tree. */
export interface TreeHead {
  readonly sandbox: SandboxId
  readonly size: number
  readonly root: Hash
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
  /** Called after each commit that appended events, before its answer is released, with the heads that moved. */
  onAppend(listener: (heads: readonly TreeHead[]) => void): void
  /**
   * Called after each commit that put back or took away a whole sandbox, before its answer is released: nothing that was
   * known of it holds.
   */
  onRewind(listener: (sandbox: SandboxId) => void): void
  /** The durable heads of all logs. */
  treeHeads(): readonly TreeHead[]
  /** Of a store that knows which sandboxes are there: grows with each that comes. */
  generation?(): number
  close(): Promise<void>
}

/** Who is calling, as verified by SigV4 or by the console's session. */
export interface Caller {
  readonly principal: Principal
  /** Sandbox and account of the principal, Region of the request. */
  readonly scope: Scope
  readonly accessKeyId?: string
  /** Of the user behind a long-term access key. */
  readonly tags?: Tags
  /** Of temporary credentials. */
  readonly session?: CallerSession
  readonly request: RequestSource
}

type Tags = readonly (readonly [key: string, value: string])[]

/** What temporary credentials say beside their principal. */
export interface CallerSession {
  /** On the wall clock, as is `expiresAt`. */
  readonly issuedAt: EpochMillis
  readonly expiresAt: EpochMillis
  readonly mfa: boolean
  /** Session policies, documents or ARNs of managed policies: together they limit what the principal may do. */
  readonly policies: readonly string[]
  /** Of a role's session: those of the role then, and those that it was given; of a user's: the user's own of now. */
  readonly tags: Tags
  /** Keys of the tags that go on to the sessions of further roles. */
  readonly transitive?: readonly string[]
  /** Who is behind it, as set when the first role was assumed; it cannot be changed. */
  readonly sourceIdentity?: string
  /** The integrated service that makes the call for the principal, as in `ec2`: a forwarded call. */
  readonly via?: string
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
  /** Of the user behind a long-term access key. */
  readonly tags?: Tags
  readonly session?: CallerSession
}

/** Who exists and what their policies say. */
export interface Identities {
  /** A security token belongs to temporary credentials and to no others; `expired` for one that is past its time. */
  credential(accessKeyId: string, securityToken?: string): Promise<Credential | 'expired' | undefined>
  policiesOf(sandbox: SandboxId, principal: Principal, session?: CallerSession): Promise<IdentityPolicies>
  /**
   * Whether a principal named in a key policy exists. 'unknown' for accounts that are not hosted here:
   * those are taken as valid.
   */
  principalExists(sandbox: SandboxId, arn: string): Promise<'exists' | 'missing' | 'unknown'>
}

/** A new identifier that people see, and what remembers that it was drawn. */
export interface Drawn {
  readonly uuid: string
  readonly writes: readonly Write[]
}

/**
 * Identifiers that people see: from the system's generator, or from the seed of their sandbox. `kind` says of what, and
 * may name it further; what is drawn as one kind is drawn in the order of the commits.
 */
export interface Identifiers {
  draw(scope: Scope, kind: string): Promise<Drawn>
}

/** What the seed of a sandbox is sealed for. */
export const SEED_PURPOSE = 'sandbox-seed'

/** Where secrets are sealed that belong to a scope and a purpose. */
export interface Vault {
  /** Makes the scope fit for tokens, which are no rows: its first domain key is durable then. */
  prepare(scope: Scope): Promise<void>
  /**
   * Makes the scope fit for secrets of rows. Gives the row of its first domain key, which belongs to the same
   * transaction: what is sealed is void without it. A row with a MAC brings it along by itself.
   */
  begin(scope: Scope): Promise<readonly Write[]>
  sealSecret(scope: Scope, purpose: string, secret: Uint8Array): Buffer
  /** The caller zeroes it. Undefined when it does not open. */
  openSecret(scope: Scope, purpose: string, sealed: Uint8Array): Buffer | undefined
  /** An opaque token; knowing one is no right to anything but what it says. */
  mintToken(scope: Scope, purpose: string, payload: string): string
  openToken(scope: Scope, purpose: string, token: string): string | undefined
}

/** Key material of one key, ready to be stored. */
export interface NewMaterial {
  readonly materialId: KeyMaterialId
  readonly wrapped: Uint8Array
  /** Of a key pair, SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array | null
}

export interface NewMaterials {
  readonly all: readonly NewMaterial[]
  /** New domain key rows where the owners' scopes had none. */
  readonly writes: readonly Write[]
}

/** The key material itself: made, wrapped, opened; opened material stays in memory. */
export interface Materials extends Vault {
  /**
   * Fresh material, the same for every owner: the members of a multi-Region key. One result for each. `number`: which of
   * the key's materials it is, from 1; in a sandbox with a seed it follows from that.
   */
  create(owners: readonly MaterialOwner[], number: number): Promise<NewMaterials>
  /** Material that was brought in; undefined when it is no material of the owner's spec. The bytes are zeroed. */
  adopt(owner: MaterialOwner, bytes: Uint8Array): Promise<NewMaterials | undefined>
  /** The same materials for another owner, one result for each. */
  copy(from: MaterialOwner, materials: readonly HeldMaterial[], to: MaterialOwner): Promise<NewMaterials>
  open(owner: MaterialOwner, material: HeldMaterial): OpenedMaterial
}

/** Material that is there. */
export type HeldMaterial = Pick<MaterialRow, 'materialId'> & { readonly wrapped: Uint8Array }

export interface MaterialOwner {
  readonly scope: Scope
  readonly keyId: KeyId
  readonly spec: KeyRow['spec']
  readonly origin: KeyRow['origin']
}

/** An operation of a sister service, as in `iam:CreateUser`. */
export type SisterOperation = `${Sister}:${string}`

/** Request quotas, and what was asked to go wrong. */
export interface Limits {
  /** What stands before a call, made once however often the call is planned. `input` is looked at once it is valid. */
  admit(caller: Caller, operation: OperationName | SisterOperation, input: object): Admission
}

/** Each step is passed once: a call that is planned anew finds what came of it. */
export interface Admission {
  /** Before anything is looked up. Throws ServiceError; nothing to wait for where it gives nothing. */
  enter(): Promise<boolean> | undefined
  /** Once the keys are known, before the call is authorized. Likewise; true where time passed since they were read. */
  onKeys(records: readonly KeyRecord[]): Promise<boolean> | undefined
  /** Those that struck so far. */
  readonly faults: readonly Fault[]
}

/** The clocks of sandboxes; `main` follows the system's. */
export interface Clocks {
  of(sandbox: SandboxId): Clock
  readonly wall: Clock
}

/** What falls due: a key is ready, its imported material has expired, it is deleted, it rotates by itself. */
export type DueKind = 'ready' | 'expired' | 'deleted' | 'rotated'

/** A key that changed by what fell due. */
export interface DueChange {
  readonly kind: DueKind
  readonly key: KeyArn
}

/** All that the service is given, once, by the composition root. */
export interface Ports {
  readonly store: Store
  readonly identities: Identities
  readonly clocks: Clocks
  readonly ids: Ids
  readonly identifiers: Identifiers
  readonly secrets: Secrets
  readonly materials: Materials
  readonly engine: Engine
  readonly limits: Limits
  /** Undefined where no attestation document can be checked, so that none is taken. */
  readonly attestationRoots?: AttestationRoots
  readonly xks: XksProxy
  readonly clusters: HsmClusters
  readonly step?: Step
}

export type { EventAttribute, GroupAttribute } from '#audit/attributes.ts'
export type { EventCount, EventFilter, EventGroup, EventQuery, EventSelection } from '#audit/event-query.ts'
export type {
  CheckpointRow,
  ClusterRow,
  ClusterState,
  ConnectionErrorCode,
  DomainKeyRow,
  DrawRow,
  LoginProfileRow,
  SandboxRow,
  ServiceItemRow,
  SessionRow,
  SnapshotRow,
  Stored,
} from './domain/rows.ts'
export type { ClockState, Sandbox, SandboxSettings, ScenarioProgress } from './domain/sandbox.ts'
export { clockAt, LAST_TIME, sandboxOf, timeOf } from './domain/sandbox.ts'
export type { Write } from './domain/writes.ts'
export { expect, insert, remove, update } from './domain/writes.ts'
export type { HsmCluster, HsmClusters, HsmLogin } from './hsm-clusters.ts'
export type { Fault, FaultCode, SisterCode } from './limits/fault.ts'
export {
  FAULT_KINDS,
  isFaultCode,
  isSisterCode,
  MAX_FAULTS,
  MAX_LATENCY,
  MAX_SKEW,
  SISTER_ERRORS,
} from './limits/fault.ts'
export { metFaults } from './limits/injected-fault.ts'
export type { QuotaProfile } from './limits/quota-classes.ts'
export { QUOTA_PROFILES } from './limits/quota-classes.ts'
