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
  readonly createdAt: number
  readonly tags: readonly TagDto[]
  readonly lastUse?: LastUseDto
}

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
export type KeyChoiceDto = Pick<KeyRowDto, 'keyId' | 'aliases' | 'state'>

/** The names and the last use of a key; without a last use it was never used. */
export type KeyLookupDto = Pick<KeyRowDto, 'keyId' | 'aliases' | 'lastUse'>

/** Values of a column over all keys of the Region, with how many keys have each. */
export interface FacetDto {
  readonly value: string
  readonly count: number
}

export interface FacetsDto {
  readonly state: readonly FacetDto[]
  readonly spec: readonly FacetDto[]
  readonly usage: readonly FacetDto[]
  /** By tag key. */
  readonly tags: Readonly<Record<string, readonly FacetDto[]>>
}

export interface KeyPageDto extends PageDto<KeyRowDto> {
  readonly facets: FacetsDto
}

/** One key with all its page header needs. */
export interface KeyDto extends KeyRowDto {
  readonly encryptionAlgorithms: readonly string[]
  readonly multiRegion: boolean
  readonly currentMaterialId?: string
}

export interface PolicyDto {
  /** The document as it is stored, byte for byte. */
  readonly document: string
}

export interface MaterialDto {
  /** From 1, in order of birth. */
  readonly number: number
  readonly materialId: string
  readonly current: boolean
  readonly since: number
  readonly how: 'created' | 'automatic' | 'on-demand'
}

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
  /** Absent where the aliases of many keys are listed. */
  readonly updatedAt?: number
  /** The state of its key, where the aliases of many keys are listed. */
  readonly keyState?: string
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
