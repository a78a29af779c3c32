import { contextOf } from '../context.ts'
import { visibleKeyStores } from '../inventory.ts'
import type { Caller, Ports, QuotaProfile } from '../ports.ts'
import type { QuotaGauge, Quotas } from './quotas.ts'

/** The request quotas of an account in a Region. */
export interface QuotaReport {
  readonly profile: QuotaProfile
  readonly gauges: readonly QuotaGauge[]
}

/**
 * The quotas of the caller's account and Region, those of its custom key stores only where the caller may see them. For
 * the console only: it tells no more than how many calls there were, so it is neither authorized nor recorded.
 */
export type ReadQuotas = (caller: Caller) => Promise<QuotaReport>

export function createQuotaReads(ports: Ports, quotas: Quotas): ReadQuotas {
  return async (caller) => {
    const stores = await visibleKeyStores(contextOf(ports, caller))
    const { scope } = caller
    return { profile: quotas.profileOf(scope.sandbox), gauges: quotas.gauges(scope, stores ?? []) }
  }
}
