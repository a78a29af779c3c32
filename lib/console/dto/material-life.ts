/** Something that happened to key material, as the audit log tells it. Times are milliseconds since 1970. */
export interface MaterialEventDto {
  readonly what: 'imported' | 'deleted' | 'expired' | 'rotated'
  readonly at: number
  /** Absent for rotations: which material they made is known by their time. */
  readonly materialId?: string
  /** What it was imported to expire at. */
  readonly expiresAt?: number
  readonly principalArn: string
}

/** How many ciphertexts one material opened, by Decrypt or ReEncrypt with success. */
export interface MaterialUseDto {
  readonly materialId: string
  readonly total: number
  /** When it last did; absent when it never did. */
  readonly last?: number
  /** Buckets without any are left out; `at` is the first millisecond of one. */
  readonly counts: readonly { readonly at: number; readonly count: number }[]
}

/** What the audit log knows of the life of a key's materials in one Region. */
export interface MaterialLifeDto {
  /** In order. */
  readonly events: readonly MaterialEventDto[]
  readonly uses: readonly MaterialUseDto[]
  /** How long each bucket is, in milliseconds. */
  readonly bucket: number
}
