import type { LastUseDto } from './keys.ts'
import type { ErrorDto } from './result.ts'

/** One member of a multi-Region key as a list of families shows it. Times are milliseconds since 1970. */
export interface FamilyMemberDto {
  readonly region: string
  readonly type: 'PRIMARY' | 'REPLICA'
  readonly state: string
  readonly deletionAt?: number
  readonly aliases: readonly string[]
  readonly description: string
  readonly tags: number
  /** How many key materials it knows, and how many of them are there; absent where that is not told. */
  readonly materials?: { readonly known: number; readonly held: number }
  readonly lastUse?: LastUseDto
}

/** A multi-Region key of the account. */
export interface FamilyDto {
  readonly keyId: string
  readonly spec: string
  readonly usage: string
  readonly origin: string
  /** All its Regions, the primary's first: those of members that the caller may not see too. */
  readonly regions: readonly string[]
  /** Those that the caller may see, in the order of `regions`. */
  readonly members: readonly FamilyMemberDto[]
}

/** What a member has of its own, besides its state. */
export interface BelongingsDto {
  readonly region: string
  readonly aliases: readonly string[]
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** Absent where the caller may not read it. */
  readonly policy?: string
}

/** What a replica begins with. */
export interface ReplicaFormDto {
  readonly region: string
  /** With its prefix; none when absent. */
  readonly alias?: string
  readonly policy: 'copy' | 'default' | { readonly document: string }
  /** Whether it begins with the tags and the description of its primary. */
  readonly copies: boolean
}

/** A replica that was made, perhaps without its alias. */
export interface ReplicaDto {
  readonly problem?: ErrorDto
}
