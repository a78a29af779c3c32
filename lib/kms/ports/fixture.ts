import type { AuditEvent, EventDraft } from '#audit/event.ts'
import type { AccountId, EpochMillis, KeyId, Region } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { GrantOperation, OperationName } from '#model/api.ts'
import type { KeyOrigin, KeySpec, KeyUsage, RotationType } from '../domain/rows.ts'
import type { HeldMaterial, MaterialOwner, NewMaterials } from '../ports.ts'

/*
 * Keys as a fixture says them, in the words of AWS KMS. Times are milliseconds, policies JSON text.
 */

export interface FixtureConstraints {
  readonly EncryptionContextEquals?: ReadonlyMap<string, string>
  readonly EncryptionContextSubset?: ReadonlyMap<string, string>
  readonly SourceArn?: string
}

export interface FixtureGrant {
  /** 64 hexadecimal digits; drawn where it is left out. */
  readonly GrantId?: string
  readonly Name?: string
  readonly GranteePrincipal?: string
  readonly GranteeServicePrincipal?: string
  readonly RetiringPrincipal?: string
  readonly RetiringServicePrincipal?: string
  readonly Operations: readonly GrantOperation[]
  readonly Constraints?: FixtureConstraints
  /** That of the key where it is left out. */
  readonly IssuingAccount?: string
  readonly CreationDate?: EpochMillis
}

/** What a key and a replica have of their own. */
export interface FixtureMember {
  readonly Description?: string
  readonly Policy?: string
  readonly BypassPolicyLockoutSafetyCheck?: boolean
  readonly Tags?: ReadonlyMap<string, string>
  readonly Aliases?: readonly string[]
  readonly Grants?: readonly FixtureGrant[]
  readonly CreationDate?: EpochMillis
  readonly KeyState?: 'Enabled' | 'Disabled' | 'PendingDeletion'
  /** Of a key that is pending deletion. */
  readonly DeletionDate?: EpochMillis
  readonly PendingWindowInDays?: number
}

export interface FixtureReplica extends FixtureMember {
  readonly Region: string
}

export interface FixtureRotation {
  /** The time of the sandbox where it is left out. */
  readonly RotationDate?: EpochMillis
  /** ON_DEMAND where it is left out. */
  readonly RotationType?: RotationType
  /** What came into use then; fresh where it is left out. */
  readonly KeyMaterial?: string
}

export interface FixtureKey extends FixtureMember {
  readonly KeyId?: string
  readonly Region?: string
  readonly KeySpec?: KeySpec
  readonly KeyUsage?: KeyUsage
  readonly Origin?: KeyOrigin
  /** Of a key in a custom key store. */
  readonly CustomKeyStoreId?: string
  readonly XksKeyId?: string
  readonly MultiRegion?: boolean
  /** What the key was born with, in hexadecimal, base64 or PEM; fresh where it is left out. */
  readonly KeyMaterial?: string
  readonly KeyMaterialDescription?: string
  /** When imported material expires. */
  readonly ValidTo?: EpochMillis
  /** Days between automatic rotations, which are on where this is said. */
  readonly RotationPeriodInDays?: number
  readonly NextRotationDate?: EpochMillis
  readonly Rotations?: readonly FixtureRotation[]
  readonly Replicas?: readonly FixtureReplica[]
}

/** A call of the past: CloudTrail's words for what a record says, AWS KMS's for what was asked. */
export interface FixtureCall {
  readonly eventTime: EpochMillis
  readonly eventName: OperationName
  /** An ARN. */
  readonly principal: string
  readonly awsRegion?: string
  readonly sourceIPAddress?: string
  readonly userAgent?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  /** The id or ARN of a key, or an alias of the account of the principal. */
  readonly KeyId?: string
  readonly EncryptionContext?: ReadonlyMap<string, string>
}

/** Whether key material and secret access keys are told. */
export type Shown = 'material' | 'nothing-secret'

/** Keys that are there, and what of them a fixture cannot say. */
export interface DescribedKeys {
  readonly keys: readonly FixtureKey[]
  /** Sentences. */
  readonly omitted: readonly string[]
}

/** A part of a fixture that cannot be made: the way to it from the thing that was to be made, and AWS's refusal. */
export class FixtureFault extends Error {
  override readonly name = 'FixtureFault'
  readonly steps: readonly (string | number)[]
  readonly reason: string

  constructor(steps: readonly (string | number)[], reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.steps = steps
    this.reason = reason
  }
}

/** Things of a kind on a draft: nothing of them is there before the draft is committed. Throws FixtureFault. */
export interface FixtureMaker<T, M = void> {
  /** `scope`: its account, and the Region where it names none. */
  make(thing: T, scope: Scope, now: EpochMillis): Promise<M>
  /** What differs from the one that is there already at that time; undefined where there is none. */
  differences(thing: T, scope: Scope, now: EpochMillis): Promise<readonly FixtureFault[] | undefined>
}

/** Keys are known by their ids. */
export interface FixtureKeys extends FixtureMaker<FixtureKey, MadeKey> {
  /** Keys of a customer, replicas with their primaries, in order of Region and id. */
  describeAll(place: Omit<Scope, 'region'>, shows: Shown): Promise<DescribedKeys>
  /** An event of the log of an account as a call of the past. */
  describeCall(event: AuditEvent, uniqueIdOf: UniqueIdOf): Promise<FixtureCall | 'cannot be said' | 'no call'>
  /** The events of a call of the past. `scope`: its Region where it names none. */
  call(call: FixtureCall, scope: Scope, uniqueIdOf: UniqueIdOf): Promise<readonly EventDraft[]>
}

export type UniqueIdOf = (account: AccountId, kind: 'user' | 'role', name: string) => Promise<string | undefined>

export interface MadeKey {
  readonly keyId: KeyId
  readonly region: Region
}

/**
 * Key material as what it is. Whoever holds this can read and choose every key: it is handed to fixtures and to nothing
 * else.
 */
export interface BareMaterials {
  /** Material that a fixture says, for every owner; undefined when it is none of their spec. */
  place(owners: readonly MaterialOwner[], text: string): Promise<NewMaterials | undefined>
  /** As a fixture says it. */
  reveal(owner: MaterialOwner, material: HeldMaterial): string
}
