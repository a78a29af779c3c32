import type { PageDto } from './keys.ts'

/** A grant in force. */
export interface GrantDto {
  /** Of its key, which may belong to another account. */
  readonly keyArn: string
  readonly grantId: string
  /** Empty where it has none. */
  readonly name: string
  readonly createdAt: number
  /** An ARN or a service principal. */
  readonly grantee: string
  readonly retiree?: string
  readonly operations: readonly string[]
  readonly constraints: ConstraintsDto
  /** The account that issued it. */
  readonly issuer: string
}

/** What a grant says, whatever its key is. */
export type GrantTermsDto = Omit<GrantDto, 'keyArn' | 'issuer'>

/** A grant among those of a Region. */
export interface GrantRowDto extends GrantDto {
  /** Of its key, where the session may see them. */
  readonly aliases: readonly string[]
}

/** How many grants have a value. */
export interface GrantFacetDto {
  readonly value: string
  readonly count: number
}

export type GrantFacet = 'key' | 'grantee' | 'operation' | 'retiree'

/** Grants of a Region, filtered and cut as an address says. */
export interface GrantListDto extends PageDto<GrantRowDto> {
  readonly facets: Readonly<Record<GrantFacet, readonly GrantFacetDto[]>>
  /** More grants are in force than the console reads at once. */
  readonly isCut: boolean
}

/** What the audit log knows of a grant. */
export interface GrantHistoryDto {
  /** Who made it, where that is still in the log; `parentId` is the grant that allowed it. */
  readonly made?: { readonly principalArn: string; readonly eventId: string; readonly parentId?: string }
  /** Grants that it allowed its grantee to make, in force or not. */
  readonly children: readonly { readonly grantId: string; readonly grantee: string }[]
  /** Calls that it allowed, among the newest of its key; the newest first. */
  readonly uses: readonly { readonly eventId: string; readonly eventName: string; readonly time: number }[]
  /** How many calls on its key were looked at for that. */
  readonly looked: number
}

/** A grant that was made, with its token, which is told this once. */
export interface CreatedGrantDto {
  readonly grantId: string
  readonly token: string
}

/** What a request must bring for a grant to allow it: exactly these encryption context pairs, or these at least. */
export interface ConstraintsDto {
  readonly equals?: readonly ContextPairDto[]
  readonly subset?: readonly ContextPairDto[]
  readonly sourceArn?: string
}

export interface ContextPairDto {
  readonly name: string
  readonly value: string
}

export interface GrantPageDto {
  readonly grants: readonly GrantDto[]
  /** Give it as `marker` to get the grants behind this page; absent on the last one. */
  readonly next?: string
}

/** A grant as its form asks for it. */
export interface NewGrantDto {
  readonly name: string
  readonly grantee: string
  readonly retiree: string
  readonly operations: readonly string[]
  readonly constraints: ConstraintsDto
}
