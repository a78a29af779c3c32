import type { IamRows } from '#iam/ports.ts'
import { IAM_PRIMARY_KEYS } from '#iam/ports.ts'
import type { AccountId, AliasName, EpochMillis, KeyId, KeyMaterialId, Region, SandboxId } from '#kernel/ids.ts'
import type { Output } from '#model/api.ts'

type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>
type KeyStoreEntry = NonNullable<Output<'DescribeCustomKeyStores'>['CustomKeyStores']>[number]

/** Members of every row that belongs to a Region. */
interface Scoped {
  readonly sandbox: SandboxId
  readonly account: AccountId
  readonly region: Region
}

export type KeyState = NonNullable<KeyMetadata['KeyState']>
export type KeySpec = NonNullable<KeyMetadata['KeySpec']>
export type KeyUsage = NonNullable<KeyMetadata['KeyUsage']>
export type KeyOrigin = NonNullable<KeyMetadata['Origin']>
export type KeyManager = NonNullable<KeyMetadata['KeyManager']>
export type ExpirationModel = NonNullable<KeyMetadata['ExpirationModel']>
export type RotationType = 'AUTOMATIC' | 'ON_DEMAND'
export type KeyStoreType = NonNullable<KeyStoreEntry['CustomKeyStoreType']>
export type ConnectionState = NonNullable<KeyStoreEntry['ConnectionState']>
export type ConnectionErrorCode = NonNullable<KeyStoreEntry['ConnectionErrorCode']>
export type XksConnectivity = NonNullable<NonNullable<KeyStoreEntry['XksProxyConfiguration']>['Connectivity']>

export interface KeyRow extends Scoped {
  readonly keyId: KeyId
  readonly createdAt: EpochMillis
  readonly description: string
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
  readonly manager: KeyManager
  /** Of itself: a key whose key store is not connected shows as Unavailable, see `./key-store.ts`. */
  readonly state: Exclude<KeyState, 'Unavailable'>
  /** What the key goes back to from PendingImport, Creating and Updating; null in other states. */
  readonly resumesAs: 'Enabled' | 'Disabled' | 'PendingImport' | null
  /** Set in state PendingDeletion only. */
  readonly deletionAt: EpochMillis | null
  /**
   * The waiting period: in state PendingDeletion the one that ends at `deletionAt`, where it is known, in state
   * PendingReplicaDeletion the one that begins when the last replica is gone; null in other states.
   */
  readonly pendingWindowInDays: number | null
  /** Null until an EXTERNAL key has had its first material. */
  readonly currentMaterialId: KeyMaterialId | null
  /** Of imported material that is there; null otherwise. */
  readonly expirationModel: ExpirationModel | null
  /** When the first of its imported materials expires. */
  readonly validTo: EpochMillis | null
  /** Days between automatic rotations; null while automatic rotation is off. */
  readonly rotationPeriodInDays: number | null
  readonly nextRotationAt: EpochMillis | null
  /** How many of the 25 on-demand rotations are used. */
  readonly onDemandRotations: number
  /** Which of the key's immutable policy versions is in force. */
  readonly policyVersion: number
  /** Null for single-Region keys. All members of a multi-Region key say the same. */
  readonly primaryRegion: Region | null
  /** The Regions of its replicas in order, joined by spaces; null for single-Region keys. */
  readonly replicaRegions: string | null
  /** Grants in force. */
  readonly grantCount: number
  /** Of a key in a custom key store; null otherwise. */
  readonly customKeyStoreId: string | null
  /** What the external key manager calls the key that encrypts too; null outside external key stores. */
  readonly xksKeyId: string | null
  /** When something happens to the key by itself; `insert` and `update` derive it from the other members. */
  readonly dueAt: EpochMillis | null
}

/**
 * One backing key, wrapped. It stays while its key lives, so that old ciphertexts still open; imported material can be
 * taken out of it and put in again.
 */
export interface MaterialRow extends Scoped {
  readonly keyId: KeyId
  readonly materialId: KeyMaterialId
  /** 1 for the first material of the key, then one more for each further one. Above the current one: waits its turn. */
  readonly number: number
  /** When it was made or first imported. */
  readonly createdAt: EpochMillis
  /** Null for the material the key was born with, and for one that waits for its rotation. */
  readonly rotationType: RotationType | null
  /** When it became the current one by rotation. */
  readonly rotatedAt: EpochMillis | null
  /** A wrapped record, see `#crypto/wrapped-record.ts`; null while imported material is not there. */
  readonly wrapped: Uint8Array | null
  /** Of a key pair, SubjectPublicKeyInfo in DER: it outlives imported private material. */
  readonly publicKey: Uint8Array | null
  /** What the importer wrote about it. */
  readonly description: string | null
  /** When imported material expires; null when it does not, or is not there. */
  readonly validTo: EpochMillis | null
}

/** A grant; one that was revoked or retired stays, to explain past decisions. */
export interface GrantRow extends Scoped {
  readonly keyId: KeyId
  /** 64 hexadecimal digits. */
  readonly grantId: string
  /** Empty where it has none. */
  readonly name: string
  /** The account that issued it. */
  readonly issuer: AccountId
  /** An ARN, account, unique id or service principal. */
  readonly grantee: string
  readonly retiree: string | null
  /** Names of operations, joined by spaces. */
  readonly operations: string
  /** See `./grant.ts`. */
  readonly constraints: string | null
  readonly createdAt: EpochMillis
  /** When it was revoked or retired; null while it is in force. */
  readonly endedAt: EpochMillis | null
}

/** An immutable version of a key policy, kept so that past decisions can be explained. */
export interface PolicyRow extends Scoped {
  readonly keyId: KeyId
  readonly number: number
  readonly createdAt: EpochMillis
  /** The document byte for byte as it was put. */
  readonly document: string
}

export interface TagRow extends Scoped {
  readonly keyId: KeyId
  readonly tagKey: string
  readonly tagValue: string
}

export interface AliasRow extends Scoped {
  readonly name: AliasName
  readonly keyId: KeyId
  readonly createdAt: EpochMillis
  readonly updatedAt: EpochMillis
}

/** A custom key store. What it lacks by its type is null. */
export interface KeyStoreRow extends Scoped {
  /**
   * From 1 to 10, which is how many there may be. A new one takes the lowest that is free, so that of two that are made
   * at once one is planned anew.
   */
  readonly number: number
  /** `cks-` and 17 hexadecimal digits. */
  readonly customKeyStoreId: string
  readonly name: string
  readonly type: KeyStoreType
  readonly createdAt: EpochMillis
  readonly state: ConnectionState
  /** Set in state FAILED only. */
  readonly errorCode: ConnectionErrorCode | null
  /** Keys that are in it, those whose deletion is pending too. */
  readonly keyCount: number
  readonly clusterId: string | null
  /** The cluster's customerCA.crt, as it was sent. */
  readonly trustAnchor: string | null
  readonly connectivity: XksConnectivity | null
  readonly uriEndpoint: string | null
  readonly uriPath: string | null
  readonly vpcServiceName: string | null
  readonly vpcServiceOwner: AccountId | null
  readonly accessKeyId: string | null
  /** What it logs in with, sealed: the password of kmsuser, or the proxy's secret access key. */
  readonly secret: Uint8Array
}

export type ClusterState = 'ACTIVE' | 'INITIALIZED' | 'UNINITIALIZED'

/** A CloudHSM cluster that is simulated in software. */
export interface ClusterRow extends Scoped {
  readonly clusterId: string
  readonly createdAt: EpochMillis
  readonly state: ClusterState
  /** The Availability Zones of its active HSMs, joined by spaces: as often as HSMs are in it. */
  readonly zones: string
  /** Its customerCA.crt, in PEM: clusters of one backup history have the same. */
  readonly trustAnchor: string
  /** What attempts to connect fail by; null while they succeed. */
  readonly fault: ConnectionErrorCode | null
  /** Of kmsuser, sealed. */
  readonly password: Uint8Array
}

/** What an integrated service keeps: a volume, an object, a secret. AWS KMS itself knows nothing of it. */
export interface ServiceItemRow extends Scoped {
  /** As in `ec2`. */
  readonly service: string
  readonly kind: string
  readonly id: string
  /** JSON; nothing secret. */
  readonly body: string
  /** Ciphertext. */
  readonly data: Uint8Array
}

/** A domain key, wrapped by the root key: see `#crypto/domain-key.ts`. */
export interface DomainKeyRow extends Scoped {
  readonly number: number
  readonly wrapped: Uint8Array
}

/** A console sign-in. Its id is the SHA-256 of the random token that the browser holds. */
export interface SessionRow {
  readonly id: string
  readonly sandbox: SandboxId
  readonly account: AccountId
  readonly userName: string
  readonly principalArn: string
  readonly createdAt: EpochMillis
  readonly seenAt: EpochMillis
  readonly revokedAt: EpochMillis | null
  /** Of the principal, so that one who was deleted and made anew is another. */
  readonly principalId: string | null
  readonly method: 'password' | 'oidc' | null
  /** When a second factor was shown; null when none was. */
  readonly mfaAt: EpochMillis | null
  /** When its user last showed who they are: at sign-in, or again before an act that asks for it. */
  readonly steppedUpAt: EpochMillis | null
  /** Where it was signed in from. */
  readonly sourceIp: string | null
  readonly userAgent: string | null
  /** The access key id and session token of the role that it acts as; the secret is inside the token, sealed. */
  readonly roleKeyId: string | null
  readonly roleToken: string | null
}

/**
 * What the console knows of a user: the administrator of an account, or a user of AWS IAM. Without a password, one who
 * signs in another way and has a second factor here.
 */
export interface LoginProfileRow {
  readonly sandbox: SandboxId
  readonly account: AccountId
  /** The unique id of a user of AWS IAM, so that it follows the user's name; of a root user, the account. */
  readonly principalId: string
  readonly createdAt: EpochMillis
  /** See `#auth/password-hash.ts`. Null too for the administrator whose password stands in the configuration. */
  readonly passwordHash: string | null
  readonly passwordChangedAt: EpochMillis | null
  readonly lastSignInAt: EpochMillis | null
  /** Sealed; null without a second factor. */
  readonly totpSecret: Uint8Array | null
  /** The time step of the last code that was taken: none is taken twice (RFC 6238 section 5.2). */
  readonly totpStep: number | null
  /** JSON: digests of the recovery codes that are left. */
  readonly recoveryCodes: string
}

/** What this installation is, by name: its `id` (UTF-8), its root, the keys that the root key wraps. */
export interface InstanceRow {
  readonly name: string
  readonly value: Uint8Array
}

/** A sandbox beside `main`. It belongs to the installation: the log of `main` tells of it. */
export interface SandboxRow {
  readonly id: SandboxId
  /** As it was given. */
  readonly name: string
  /** Its first account. */
  readonly account: AccountId
  /** By the wall clock. */
  readonly createdAt: EpochMillis
  /** JSON: `ClockState` of `./sandbox.ts`. */
  readonly clock: string
  /** JSON: `SandboxSettings` of `./sandbox.ts`. */
  readonly settings: string
  /** What it draws identifiers and key material from, sealed; null: from the system's generator. */
  readonly seed: Uint8Array | null
}

/** A state of a sandbox that was kept, without its rows. The log of `main` tells of it. */
export interface SnapshotRow {
  readonly sandboxId: SandboxId
  readonly name: string
  /** By the wall clock. */
  readonly createdAt: EpochMillis
  /** Of the sandbox then. */
  readonly clock: string
  readonly settings: string
  /** How many events the log had when this was asked for. */
  readonly size: number
}

/** How much of a kind was drawn from the seed of a sandbox, in an account and Region. */
export interface DrawRow extends Scoped {
  readonly kind: string
  readonly count: number
}

/** What was signed of a sandbox's log when it had `size` events, see `#audit/checkpoint.ts`. */
export interface CheckpointRow {
  readonly sandbox: SandboxId
  readonly size: number
  readonly text: string
}

/** Every table of the store: those of AWS KMS and of its sister services. */
export interface Rows extends IamRows {
  readonly key: KeyRow
  readonly material: MaterialRow
  readonly policy: PolicyRow
  readonly tag: TagRow
  readonly alias: AliasRow
  readonly grant: GrantRow
  readonly keyStore: KeyStoreRow
  readonly cluster: ClusterRow
  readonly serviceItem: ServiceItemRow
  readonly domainKey: DomainKeyRow
  readonly session: SessionRow
  readonly loginProfile: LoginProfileRow
  readonly instance: InstanceRow
  readonly checkpoint: CheckpointRow
  readonly sandbox: SandboxRow
  readonly snapshot: SnapshotRow
  readonly draw: DrawRow
}

export type Table = keyof Rows

/** The columns that identify a row of each table. */
export const PRIMARY_KEYS = {
  key: ['sandbox', 'account', 'region', 'keyId'],
  material: ['sandbox', 'account', 'region', 'keyId', 'materialId'],
  policy: ['sandbox', 'account', 'region', 'keyId', 'number'],
  tag: ['sandbox', 'account', 'region', 'keyId', 'tagKey'],
  alias: ['sandbox', 'account', 'region', 'name'],
  grant: ['sandbox', 'account', 'region', 'keyId', 'grantId'],
  keyStore: ['sandbox', 'account', 'region', 'number'],
  cluster: ['sandbox', 'account', 'region', 'clusterId'],
  serviceItem: ['sandbox', 'account', 'region', 'service', 'kind', 'id'],
  domainKey: ['sandbox', 'account', 'region', 'number'],
  session: ['id'],
  loginProfile: ['sandbox', 'account', 'principalId'],
  instance: ['name'],
  checkpoint: ['sandbox', 'size'],
  sandbox: ['id'],
  snapshot: ['sandboxId', 'name'],
  draw: ['sandbox', 'account', 'region', 'kind'],
  ...IAM_PRIMARY_KEYS,
} as const satisfies { [T in Table]: readonly (keyof Rows[T])[] }

/**
 * A row as it was read. `version` is the revision of the store at which it was last written: it grows with every
 * write and is never used again, not even by a row that is removed and made anew.
 */
export type Stored<R> = R & { readonly version: number }

export type PrimaryKey<T extends Table> = Pick<Rows[T], Extract<(typeof PRIMARY_KEYS)[T][number], keyof Rows[T]>>
