/** What key material is wrapped with, and what proves it: bytes in base64. They belong together. */
export interface ImportParametersDto {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: string
  readonly token: string
  readonly validTo: number
}

/** Wrapped key material as its form sends it: bytes in base64. */
export interface ImportDto {
  readonly material: string
  readonly token: string
  /** Absent for material that does not expire. */
  readonly expiresAt?: number
  /** New material beside what the key has, or again what it has had; absent for its first. */
  readonly type?: 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL'
  /** The material that this must be. */
  readonly materialId?: string
  readonly description?: string
}
