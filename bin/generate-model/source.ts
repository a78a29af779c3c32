import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** api-model.json and cloudtrail-subset.json: botocore service models. */
export interface ApiModel {
  readonly operations: { readonly [name: string]: SourceOperation }
  readonly shapes: { readonly [name: string]: SourceShape }
}

export interface SourceOperation {
  readonly input: Reference
  readonly output?: Reference
  readonly errors: readonly Reference[]
}

export interface Reference {
  readonly shape: string
}

export interface SourceShape {
  readonly type: 'string' | 'blob' | 'boolean' | 'integer' | 'timestamp' | 'list' | 'map' | 'structure'
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
  readonly member?: Reference
  readonly key?: Reference
  readonly value?: Reference
  readonly members?: { readonly [name: string]: Reference }
  readonly required?: readonly string[]
  readonly exception?: boolean
}

export interface SourceErrors {
  readonly modelled: { readonly [code: string]: { readonly fault: 'client' | 'server' } }
  /** Code to HTTP status. */
  readonly unmodelled_common: { readonly [code: string]: number }
}

export interface SourceRegion {
  readonly region: string
  readonly name: string
  readonly partition: string
}

export interface SourceKeyStates {
  /** A column may stand for several states, joined by `|`. */
  readonly columns: readonly string[]
  readonly footnotes: { readonly [number: string]: string }
  readonly rows: { readonly [operation: string]: { readonly [column: string]: string } }
}

export interface SourcePermission {
  readonly actions: readonly string[]
  readonly policyType: string
  readonly crossAccount: boolean
  readonly resource: string
  readonly conditionKeys: readonly string[]
  readonly also?: string
}

/** Requests per second; a shared quota has one `rate`, or a `default` and, under other rates, their Regions. */
export interface SourceSharedQuota {
  readonly ops: readonly string[]
  readonly rate?: number
  readonly default?: number
  readonly [name: string]: unknown
}

export interface SourceQuotas {
  readonly symmetricCrypto: SourceSharedQuota
  readonly rsaCrypto: SourceSharedQuota
  readonly eccSm2Crypto: SourceSharedQuota
  readonly mldsaCrypto: SourceSharedQuota
  readonly mlkemCrypto: SourceSharedQuota
  readonly customKeyStore: { readonly ops: readonly string[]; readonly perStore: number }
  /** A word where the rate is not known. */
  readonly dataKeyPair: { readonly [spec: string]: number | string }
  readonly management: { readonly [operation: string]: number | string }
}

/** Prices in dollars; see pricing.ts. */
export interface SourcePricing {
  readonly keyPerMonthUSD: number
  readonly proration: string
  readonly rotationSurcharge: {
    readonly firstRotation: number
    readonly secondRotation: number
    readonly thirdAndLater: number
    readonly maxPerKeyPerMonth: number
  }
  readonly freeTierRequestsPerMonth: number
  readonly per10k: { readonly [label: string]: number }
}

export interface Source {
  readonly api: ApiModel
  readonly cloudTrail: ApiModel
  readonly errors: SourceErrors
  readonly regions: readonly SourceRegion[]
  readonly keyStates: SourceKeyStates
  readonly permissions: { readonly [operation: string]: SourcePermission }
  readonly quotas: SourceQuotas
  readonly pricing: SourcePricing
}

export function readSource(folder: string): Source {
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
  return {
    api: read('api-model.json'),
    cloudTrail: read('cloudtrail-subset.json'),
    errors: read('errors.json'),
    regions: read('regions.json'),
    keyStates: read('keystates.json'),
    permissions: read('permissions.json'),
    quotas: read('quotas.json'),
    pricing: read('pricing.json'),
  }
}

/** Entries in the order of their names, so that the output does not depend on the order of the source. */
export function sortedEntries<T>(table: { readonly [name: string]: T }): [string, T][] {
  return Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1))
}

export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the API model lacks ${what}`)
  return value
}
