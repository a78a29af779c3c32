export interface FilterOption {
  readonly value: string
  readonly label: string
  /** How many have it. */
  readonly count?: number
}

/** Something to filter by. */
export interface FilterField {
  /** Its parameter in the address. */
  readonly name: string
  readonly label: string
  /** Any of several values, one of several, or one that is typed. */
  readonly kind: 'many' | 'one' | 'text'
  readonly options?: readonly FilterOption[]
  /** For typed values: what to type. */
  readonly placeholder?: string
}
