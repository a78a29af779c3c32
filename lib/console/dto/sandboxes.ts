import type { QuotaProfileDto } from './quotas.ts'
import type { ScopeDto } from './scope.ts'

/** Something that goes wrong in a sandbox because it was asked for; as `PUT /_keystead/sandboxes/{id}/faults` takes it. */
export interface FaultDto {
  readonly id?: string
  readonly kind: string
  readonly operation?: string
  readonly keyId?: string
  readonly rate?: number
  readonly every?: number
  readonly millis?: number
  readonly code?: string
  readonly message?: string
  readonly skewMillis?: number
}

/** The time of a sandbox, when it was read. */
export interface SandboxClockDto {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly frozen: boolean
  /** How far it is ahead of the system's; negative where it is behind. */
  readonly ahead: number
}

/** What makes a sandbox behave otherwise than `main`. */
export interface SandboxStateDto {
  readonly name: string
  readonly clock: SandboxClockDto
  readonly quotas: QuotaProfileDto
  readonly faults: readonly FaultDto[]
}

export interface SandboxDto extends SandboxStateDto {
  readonly id: string
  /** Its first account. */
  readonly accountId: string
  /** By the system's clock, in milliseconds since 1970. */
  readonly createdAt: number
  /** Whether identifiers and key material come from a seed. */
  readonly seeded: boolean
  readonly accounts: number
  readonly keys: number
}

export interface SnapshotDto {
  readonly name: string
  /** By the system's clock. */
  readonly createdAt: number
  /** About how many events its log has. */
  readonly events: number
}

export interface SandboxDetailDto extends SandboxDto {
  readonly snapshots: readonly SnapshotDto[]
}

/** Where a sandbox is, for who may switch to it. */
export interface SandboxPlaceDto extends Pick<ScopeDto, 'sandbox' | 'account'> {}

export interface NewSandboxDto {
  /** Its id is made from it; both are drawn where it is absent. */
  readonly name?: string
  readonly quotas?: QuotaProfileDto
  readonly clock?: ClockMoveDto
  /** What identifiers and key material come from. */
  readonly seed?: string
  /** A fixture as text: what it is born with. */
  readonly fixture?: string
}

/** A fixture that comes with the program. */
export interface FixtureDto {
  readonly name: string
  /** In a line. */
  readonly about: string
  readonly text: string
}

/** What is done to the time of a sandbox; one of `set` and `advance` at most. */
export interface ClockMoveDto {
  /** ISO 8601 with a time zone. */
  readonly set?: string
  /** An ISO 8601 duration. */
  readonly advance?: string
  readonly freeze?: boolean
}

/** A new sandbox with the credentials of the root user of its first account, which are told this once. */
export interface CreatedSandboxDto {
  readonly id: string
  readonly accountId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** What came of its fixture. */
  readonly fixture?: { readonly accessKeys: readonly MadeAccessKeyDto[] }
}

/** An access key that a fixture made. Its secret is told this once. */
export interface MadeAccessKeyDto {
  readonly AccountId: string
  /** Absent for a root user. */
  readonly UserName?: string
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
}

/** The time of a sandbox after a move. */
export interface MovedClockDto {
  readonly id: string
  readonly now: string
  readonly frozen: boolean
  /** By what fell due until then, by kind. */
  readonly changes: readonly DueChangesDto[]
}

export interface DueChangesDto {
  readonly kind: 'rotated' | 'expired' | 'deleted' | 'ready'
  /** How often: one key may rotate many times. */
  readonly times: number
  readonly keyCount: number
  /** ARNs of the first of them. */
  readonly keys: readonly string[]
}
