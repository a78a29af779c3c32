/** A grant in force. */
export interface GrantDto {
  readonly grantId: string
  /** Empty where it has none. */
  readonly name: string
  readonly createdAt: number
  /** An ARN or a service principal. */
  readonly grantee: string
  readonly retiree?: string
  readonly operations: readonly string[]
  readonly constraints: ConstraintsDto
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
