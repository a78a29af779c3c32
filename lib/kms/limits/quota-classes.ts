import type { Region } from '#kernel/ids.ts'
import { dataKeyPairQuotas, keyStoreQuota, managementQuotas, type SharedQuota, sharedQuotas } from '#model/quotas.ts'

/**
 * Whose figures are in force: none; those of AWS; or AWS's of before July 2024 for the shared quota of symmetric keys,
 * which much of its documentation still has, with all others as they are.
 */
export const QUOTA_PROFILES = ['off', 'aws', 'brief'] as const
export type QuotaProfile = (typeof QUOTA_PROFILES)[number]

export type SharedClass = keyof typeof sharedQuotas

/** A request quota: what may be drawn from it in a second. */
export interface QuotaClass {
  /** `symmetric`, `pair RSA_2048`, `store cks-…`, `CreateKey`. */
  readonly id: string
  /** What counts its refusals: the id, but one for all custom key stores. */
  readonly metric: string
  /** As in Service Quotas. */
  readonly name: string
  readonly operations: readonly string[]
  readonly quota: Pick<SharedQuota, 'rate' | 'regional'>
}

const SHARED_NAMES: Readonly<Record<SharedClass, string>> = {
  symmetric: 'symmetric',
  rsa: 'RSA',
  eccSm2: 'ECC and SM2',
  mlDsa: 'ML-DSA',
  mlKem: 'ML-KEM',
}

const STORE = 'store '
/** Of all custom key stores together. */
export const KEY_STORE_METRIC = 'keyStore'

export const pairClass = (spec: string) => `pair ${spec}`
export const storeClass = (customKeyStoreId: string) => `${STORE}${customKeyStoreId}`

const PAIR_OPERATIONS = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext']
const shared = Object.keys(sharedQuotas).filter((name): name is SharedClass => Object.hasOwn(sharedQuotas, name))

/** All that every account has: the shared quotas, then those of data key pairs, then those of one operation each. */
export const quotaClasses: readonly QuotaClass[] = [
  ...shared.map((id) => {
    const { operations, ...quota } = sharedQuotas[id]
    const name = `Cryptographic operations (${SHARED_NAMES[id]}) request rate`
    return { id, metric: id, name, operations, quota }
  }),
  ...Object.entries(dataKeyPairQuotas).map(([spec, rate]) => {
    const id = pairClass(spec)
    const name = `GenerateDataKeyPair (${spec}) request rate`
    return { id, metric: id, name, operations: PAIR_OPERATIONS, quota: { rate, regional: [] } }
  }),
  ...Object.entries(managementQuotas).map(([operation, rate]) => {
    const name = `${operation} request rate`
    return { id: operation, metric: operation, name, operations: [operation], quota: { rate, regional: [] } }
  }),
]

const byId: ReadonlyMap<string, QuotaClass> = new Map(quotaClasses.map((each) => [each.id, each]))

/** Undefined for what has no quota: data key pairs of ML-KEM, for which AWS has published none. */
export function findQuotaClass(id: string): QuotaClass | undefined {
  return byId.get(id) ?? (id.startsWith(STORE) ? keyStoreClass(id.slice(STORE.length)) : undefined)
}

function keyStoreClass(customKeyStoreId: string): QuotaClass {
  return {
    id: storeClass(customKeyStoreId),
    metric: KEY_STORE_METRIC,
    name: `Custom key store request rate (${customKeyStoreId})`,
    operations: keyStoreQuota.operations,
    quota: keyStoreQuota,
  }
}

/** The former figures, by those of today: of most Regions, and of the two groups that have more. */
const BRIEF: Readonly<Record<number, number>> = { 10000: 5_500, 20000: 10_000, 100000: 50_000 }

/** Requests per second in a Region. */
export function rateOf({ id, quota }: QuotaClass, region: Region, profile: QuotaProfile): number {
  const rate = quota.regional.find(({ regions }) => regions.includes(region))?.rate ?? quota.rate
  return profile === 'brief' && id === 'symmetric' ? (BRIEF[rate] ?? rate) : rate
}
