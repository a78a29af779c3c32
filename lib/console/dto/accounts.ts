/** An account that is hosted here. */
export interface AccountDto {
  readonly accountId: string
  /** Empty where it was given none. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface NewAccountDto {
  /** Drawn where it is absent. */
  readonly accountId?: string
  readonly name?: string
}

/** A new account with the credentials of its root user, which are told this once. */
export interface CreatedAccountDto {
  readonly accountId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}
