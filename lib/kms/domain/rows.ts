import type { AccountId, AliasName, EpochMillis, KeyId, KeyMaterialId, Region, SandboxId } from '#kernel/ids.ts'
import type { Output } from '#model/api.ts'

type KeyMetadata = NonNullable<Output<'DescribeKey'>['KeyMetadata']>

/** Members of every row: its scope, and the version that a writer must have seen to replace it. */
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
export type RotationType = 'AUTOMATIC' | 'ON_DEMAND'

export interface KeyRow extends Scoped {
  readonly keyId: KeyId
  readonly createdAt: EpochMillis
  readonly description: string
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
  readonly manager: KeyManager
  readonly state: KeyState
  /** Set in state PendingDeletion only. */
  readonly deletionAt: EpochMillis | null
  readonly currentMaterialId: KeyMaterialId
  /** Days between automatic rotations; null while automatic rotation is off. */
  readonly rotationPeriodInDays: number | null
  readonly nextRotationAt: EpochMillis | null
  /** How many of the 25 on-demand rotations are used. */
  readonly onDemandRotations: number
  /** Which of the key's immutable policy versions is in force. */
  readonly policyVersion: number
}

/** One backing key, wrapped; never removed while its key lives, so that old ciphertexts still open. */
export interface MaterialRow extends Scoped {
  readonly keyId: KeyId
  readonly materialId: KeyMaterialId
  /** 1 for the first material of the key, then one more for each rotation. */
  readonly number: number
  readonly createdAt: EpochMillis
  /** Null for the material the key was born with. */
  readonly rotationType: RotationType | null
  /** A wrapped record, see `#crypto/wrapped-record.ts`. */
  readonly wrapped: Uint8Array
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
}

/** What this installation is, by name: its `id` (UTF-8), its root, the keys that the root key wraps. */
export interface InstanceRow {
  readonly name: string
  readonly value: Uint8Array
}

export interface Rows {
  readonly key: KeyRow
  readonly material: MaterialRow
  readonly policy: PolicyRow
  readonly tag: TagRow
  readonly alias: AliasRow
  readonly domainKey: DomainKeyRow
  readonly session: SessionRow
  readonly instance: InstanceRow
}

export type Table = keyof Rows

/** The columns that identify a row of each table. */
export const PRIMARY_KEYS = {
  key: ['sandbox', 'account', 'region', 'keyId'],
  material: ['sandbox', 'account', 'region', 'keyId', 'materialId'],
  policy: ['sandbox', 'account', 'region', 'keyId', 'number'],
  tag: ['sandbox', 'account', 'region', 'keyId', 'tagKey'],
  alias: ['sandbox', 'account', 'region', 'name'],
  domainKey: ['sandbox', 'account', 'region', 'number'],
  session: ['id'],
  instance: ['name'],
} as const satisfies { [T in Table]: readonly (keyof Rows[T])[] }

/**
 * A row as it was read. `version` is the revision of the store at which it was last written: it grows with every
 * write and is never used again, not even by a row that is removed and made anew.
 */
export type Stored<R> = R & { readonly version: number }

export type PrimaryKey<T extends Table> = Pick<Rows[T], Extract<(typeof PRIMARY_KEYS)[T][number], keyof Rows[T]>>
