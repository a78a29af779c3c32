import type { Clock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { Scope } from '#kernel/scope.ts'
import { scopeKey } from '#kernel/scope.ts'
import type { KeyStoreRow } from '../domain/rows.ts'
import { Bucket, type QuotaUse } from './bucket.ts'
import type { Charge } from './charges.ts'
import type { QuotaClass, QuotaProfile } from './quota-classes.ts'
import { findQuotaClass, KEY_STORE_METRIC, quotaClasses, rateOf, storeClass } from './quota-classes.ts'

export interface QuotaParts {
  /** Which figures a sandbox has. */
  profileOf(sandbox: SandboxId): QuotaProfile
  /** The server's own: a sandbox whose clock stands, or jumps by years, has the same quotas. It must never go back. */
  readonly clock: Clock
  /** Told of each refusal, by the metric of the quota. */
  throttled?(metric: string): void
}

/** A quota of an account in a Region, with what was drawn from it; without that where none is in force. */
export interface QuotaGauge {
  readonly quota: QuotaClass
  readonly rate: number
  readonly use?: QuotaUse
}

export interface Quotas {
  readonly profileOf: QuotaParts['profileOf']
  /** Draws all the charges, or none of them when one of the quotas does not have enough left. */
  take(charges: readonly Charge[]): boolean
  /** All quotas of an account in a Region, those of its custom key stores behind the shared ones. */
  gauges(scope: Scope, stores: readonly Pick<KeyStoreRow, 'customKeyStoreId'>[]): readonly QuotaGauge[]
  /** Fills the quotas of a sandbox that was put back, so that it begins as it began before. */
  forget(sandbox: SandboxId): void
}

/**
 * Of all accounts and Regions together; the one that was used longest ago goes, and is full when it is wanted again.
 * Calls may name key stores that are not there, so their buckets are apart and push out none of the others.
 */
const MOST_BUCKETS = 10_000
const MOST_STORE_BUCKETS = 1_000

const NONE: QuotaUse = { lastSecond: 0, peak: 0, throttled: 0 }

/** Request quotas as token buckets in memory: a restart fills them. */
export function createQuotas({ profileOf, clock, throttled }: QuotaParts): Quotas {
  const ofAccounts = new LruMap<string, Bucket>(MOST_BUCKETS)
  const ofStores = new LruMap<string, Bucket>(MOST_STORE_BUCKETS)
  const bucketsOf = ({ metric }: QuotaClass) => (metric === KEY_STORE_METRIC ? ofStores : ofAccounts)

  /** A bucket of another rate is one of another profile: it ends with that. */
  function bucketOf({ scope, quota }: Charge, now: number): { bucket: Bucket; quotaClass: QuotaClass } | undefined {
    const quotaClass = findQuotaClass(quota)
    const profile = profileOf(scope.sandbox)
    if (!quotaClass || profile === 'off') return undefined
    const key = `${scopeKey(scope)}/${quota}`
    const rate = rateOf(quotaClass, scope.region, profile)
    const buckets = bucketsOf(quotaClass)
    const known = buckets.get(key)
    if (known?.rate === rate) return { bucket: known, quotaClass }
    const bucket = new Bucket(rate, now)
    buckets.set(key, bucket)
    return { bucket, quotaClass }
  }

  function gauge(quota: QuotaClass, scope: Scope, profile: QuotaProfile): QuotaGauge {
    const rate = rateOf(quota, scope.region, profile)
    if (profile === 'off') return { quota, rate }
    const bucket = bucketsOf(quota).peek(`${scopeKey(scope)}/${quota.id}`)
    return { quota, rate, use: bucket?.use(clock.now()) ?? NONE }
  }

  return {
    profileOf,
    take(charges) {
      const now = clock.now()
      const drawn = joined(charges).flatMap((charge) => {
        const found = bucketOf(charge, now)
        return found ? [{ ...found, requests: charge.requests }] : []
      })
      const short = drawn.filter(({ bucket, requests }) => !bucket.has(requests, now))
      for (const { bucket, quotaClass } of short) {
        bucket.refuse(now)
        throttled?.(quotaClass.metric)
      }
      if (short.length > 0) return false
      for (const { bucket, requests } of drawn) bucket.draw(requests, now)
      return true
    },
    gauges(scope, stores) {
      const profile = profileOf(scope.sandbox)
      const stored = stores.flatMap(({ customKeyStoreId }) => findQuotaClass(storeClass(customKeyStoreId)) ?? [])
      const [common, single] = [quotaClasses.filter(isShared), quotaClasses.filter((each) => !isShared(each))]
      return [...common, ...stored, ...single].map((quota) => gauge(quota, scope, profile))
    },
    forget(sandbox) {
      for (const buckets of [ofAccounts, ofStores]) buckets.deleteWhere((key) => key.startsWith(`${sandbox}/`))
    },
  }
}

const isShared = ({ operations }: QuotaClass) => operations.length > 1

/** Several charges on one quota are one, so that it has enough for all of them or for none. */
function joined(charges: readonly Charge[]): readonly Charge[] {
  const [first, second] = charges
  if (!first || !second) return charges
  const byQuota = new Map<string, Charge>()
  for (const charge of charges) {
    const key = `${scopeKey(charge.scope)}/${charge.quota}`
    const requests = (byQuota.get(key)?.requests ?? 0) + charge.requests
    byQuota.set(key, { ...charge, requests })
  }
  return [...byQuota.values()]
}
