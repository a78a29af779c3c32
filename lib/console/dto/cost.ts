import type { PageDto } from './keys.ts'

/** All amounts are in micro-dollars, whole millionths of a US dollar. */

/** A rule by which figures are made, in words. */
export interface CostRuleDto {
  readonly id: string
  readonly title: string
  readonly text: string
}

/** Requests of one price. */
export interface CostRequestsDto {
  /** `symmetric`, `rsa2048`, `asymmetric`, `eccPair`, `rsaPair`. */
  readonly class: string
  readonly count: number
  /** Before the free tier. */
  readonly amount: number
  readonly rule: string
}

export interface CostFigureDto {
  readonly amount: number
  /** Billed hours, of each thing that was added up. */
  readonly hours: number
  readonly rules: readonly string[]
}

export interface CostRowDto {
  /**
   * A key of the account; one of another account that was called; calls on no key in a Region; all keys together that
   * the session may not see.
   */
  readonly kind: 'key' | 'foreign' | 'no-key' | 'unseen'
  /** Unique among the rows. */
  readonly id: string
  /** Empty for `unseen`. */
  readonly region: string
  readonly keyId?: string
  /** Its first alias, with the prefix. */
  readonly alias?: string
  readonly spec?: string
  /** An AWS managed key. */
  readonly managed?: true
  /** When it was deleted for good. */
  readonly deletedAt?: number
  /** How many keys `unseen` stands for. */
  readonly keys?: number
  readonly storage: CostFigureDto
  readonly rotations: CostFigureDto & { readonly count: number }
  readonly requests: readonly CostRequestsDto[]
  /** Of a key whose deletion is pending: what the month would cost beside, were it cancelled. */
  readonly withheld?: number
  readonly total: number
}

export interface CostSumDto {
  readonly storage: number
  readonly rotations: number
  readonly requests: readonly CostRequestsDto[]
  /** Requests that the free tier holds for, and what it takes off. */
  readonly freeRequests: number
  readonly credit: number
  readonly total: number
}

/** What the account costs in a month, in all Regions. */
export interface CostDto {
  /** `2026-11`, in UTC. */
  readonly month: string
  /** Until when it is counted, exclusive. */
  readonly until: number
  /** Hours of the whole month. */
  readonly hours: number
  /** Keys that are billed for any hour. */
  readonly keys: number
  /** Requests that are free in a month. */
  readonly freeTier: number
  readonly sum: CostSumDto
  /** To the end of the month, while it lasts. */
  readonly forecast?: CostSumDto
  /** Totals of the last months that have a history, the newest last. */
  readonly months: readonly { readonly month: string; readonly total: number }[]
  /** The first month that has a history. */
  readonly first: string
  readonly rules: readonly CostRuleDto[]
}

export interface CostPageDto extends PageDto<CostRowDto> {
  readonly account: CostDto
}

/** One key; `row` is absent where it costs nothing and was not called. */
export interface KeyCostDto {
  readonly month: string
  readonly row?: CostRowDto
  readonly rules: readonly CostRuleDto[]
}
