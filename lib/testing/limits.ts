import type { Clock } from '#kernel/clock.ts'
import { createKms, type Kms } from '#kms/execute.ts'
import type { Fault } from '#kms/limits/fault.ts'
import { createFaults, type FaultParts, type Faults } from '#kms/limits/faults.ts'
import { faultyProxies } from '#kms/limits/faulty-proxies.ts'
import { createLimits } from '#kms/limits/limits.ts'
import type { QuotaProfile } from '#kms/limits/quota-classes.ts'
import { createQuotas, type Quotas } from '#kms/limits/quotas.ts'
import type { Ports } from '#kms/ports.ts'
import type { Harness } from './harness.ts'

/** The core of a harness behind quotas and faults that the test sets. */
export interface Limited {
  readonly kms: Kms
  readonly ports: Ports
  readonly quotas: Quotas
  readonly faults: Faults
  profile: QuotaProfile
  on: readonly Fault[]
  /** How long calls were held back; nobody waits. */
  readonly slept: number[]
}

export function limited(harness: Harness, parts: Partial<FaultParts> & { readonly clock?: Clock } = {}): Limited {
  const slept: number[] = []
  const state: Pick<Limited, 'profile' | 'on'> = { profile: 'off', on: [] }
  const quotas = createQuotas({ profileOf: () => state.profile, clock: parts.clock ?? harness.clock })
  const faults = createFaults({
    faultsOf: () => state.on,
    chance: () => 0,
    sleep: async (millis) => {
      slept.push(millis)
    },
    ...parts,
  })
  const limits = createLimits(quotas, faults)
  const ports = { ...harness.ports, limits, xks: faultyProxies(harness.externalKeys, faults) }
  return Object.assign(state, { kms: createKms(ports), ports, quotas, faults, slept })
}
