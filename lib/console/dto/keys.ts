/** One key as lists show it. Times are milliseconds since 1970. */
export interface KeyRowDto {
  readonly keyId: string
  readonly arn: string
  /** With the prefix `alias/`, in order. */
  readonly aliases: readonly string[]
  readonly description: string
  readonly state: string
  readonly deletionAt?: number
  readonly spec: string
  readonly usage: string
  readonly origin: string
  readonly manager: string
  readonly regionality: RegionalityDto
  /** Of a multi-Region key the Regions of all its members, the primary's first; else empty. */
  readonly regions: readonly string[]
  readonly createdAt: number
  readonly tags: readonly TagDto[]
  readonly lastUse?: LastUseDto
  /** Of a key that rotates by itself, in lists. */
  readonly rotation?: RotationDto
}

export interface RotationDto {
  readonly periodInDays: number
  readonly nextAt?: number
}

export type RegionalityDto = 'SINGLE' | 'PRIMARY' | 'REPLICA'

export interface TagDto {
  readonly key: string
  readonly value: string
}

export interface LastUseDto {
  readonly at: number
  readonly eventName: string
  readonly principalArn: string
}

/** A key as something to choose. */
export type KeyChoiceDto = Pick<KeyRowDto, 'keyId' | 'aliases' | 'state' | 'spec' | 'usage'>

/** The names and the last use of a key; without a last use it was never used. */
export type KeyLookupDto = Pick<KeyRowDto, 'keyId' | 'aliases' | 'lastUse'>

/** Values of a column over all keys of the Region, with how many keys have each. */
export interface FacetDto {
  readonly value: string
  readonly count: number
}

export interface FacetsDto {
  readonly state: readonly FacetDto[]
  /** `Symmetric`, `Asymmetric` or `HMAC`. */
  readonly type: readonly FacetDto[]
  readonly spec: readonly FacetDto[]
  readonly usage: readonly FacetDto[]
  readonly origin: readonly FacetDto[]
  readonly regionality: readonly FacetDto[]
  /** By tag key. */
  readonly tags: Readonly<Record<string, readonly FacetDto[]>>
}

export interface KeyPageDto extends PageDto<KeyRowDto> {
  readonly facets: FacetsDto
}

/** One key with all its page header needs. */
export interface KeyDto extends KeyRowDto {
  /** Those of its usage. */
  readonly algorithms: readonly string[]
  readonly currentMaterialId?: string
  /** When the first of its imported materials expires; null when none does; absent while there is none. */
  readonly expiresAt?: number | null
  /** The waiting period that begins when its last replica is gone, in state PendingReplicaDeletion. */
  readonly pendingWindowInDays?: number
  /** Of a key in a custom key store. */
  readonly keyStore?: KeyStoreDto
}

export interface KeyStoreDto {
  readonly id: string
  /** The CloudHSM cluster, which is simulated. */
  readonly clusterId?: string
  /** The external key. */
  readonly xksKeyId?: string
}

/** One member of a multi-Region key. */
export interface MemberDto {
  readonly region: string
  readonly type: 'PRIMARY' | 'REPLICA'
  /** Absent where the caller may not see the key. */
  readonly state?: string
  readonly deletionAt?: number
}

export interface PublicKeyDto {
  /** SubjectPublicKeyInfo between PEM lines (RFC 7468). */
  readonly pem: string
  /** The same bytes in base64. */
  readonly der: string
  /** SHA-256 of these bytes in base64url, as pins of public keys are written. */
  readonly fingerprint: string
  /** As JSON Web Key (RFC 7517) with its thumbprint (RFC 7638) as `kid`; absent for kinds of key that have none. */
  readonly jwk?: Readonly<Record<string, string>>
}

export interface PolicyDto {
  /** The document as it is stored, byte for byte. */
  readonly document: string
}

export interface MaterialDto {
  /** From 1, in order of birth. */
  readonly number: number
  readonly materialId: string
  readonly state: MaterialStateDto
  /** When it was made, or became the current one; absent for imported material that no rotation has touched. */
  readonly since?: number
  readonly how: 'created' | 'imported' | 'automatic' | 'on-demand'
  /** Imported material that has expired or was deleted, or that this Region has not been given yet. */
  readonly missing: boolean
  /** When imported material expires. */
  readonly expiresAt?: number
  readonly description?: string
}

/** `pending` waits for a rotation on demand, `pending-elsewhere` first for its import in other Regions of the key. */
export type MaterialStateDto = 'current' | 'former' | 'pending' | 'pending-elsewhere'

export interface RotationsDto {
  readonly materials: readonly MaterialDto[]
  /** Days between automatic rotations; absent while they are off. */
  readonly periodInDays?: number
  readonly nextRotationAt?: number
  readonly onDemandUsed: number
}

/** An alias of one key. */
export interface AliasDto {
  readonly name: string
  readonly keyId: string
  readonly updatedAt?: number
  /** Its key, where the aliases of many keys are listed. */
  readonly key?: Pick<KeyRowDto, 'state' | 'spec' | 'usage' | 'deletionAt' | 'description'>
}

/** A user or a role of the account. */
export interface PrincipalDto {
  readonly kind: 'user' | 'role'
  readonly name: string
  readonly arn: string
}

/** A custom key store as a place for a new key. */
export interface KeyStoreChoiceDto {
  readonly id: string
  readonly name: string
  readonly type: string
  /** `CONNECTED` is the one state in which keys can be made in it. */
  readonly state: string
}

/** What the tabs of a key count; what the session may not list is left out. */
export interface KeyCountsDto {
  readonly materials?: number
  readonly grants?: number
}

/** A part of a long list. */
export interface PageDto<T> {
  readonly rows: readonly T[]
  /** Rows that pass the filter, and all of them. */
  readonly matching: number
  readonly total: number
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}
