/** What may not be done, or only under conditions, by the session; all else it may. By operation, as in `DisableKey`. */
export interface AllowedDto {
  readonly limits: Readonly<Record<string, LimitDto>>
}

export interface LimitDto {
  readonly answer: 'conditional' | 'no'
  /** In one sentence. */
  readonly reason: string
}
