import { AWS_ACCOUNT } from '#kernel/scope.ts'
import type { OperationName } from '#model/api.ts'
import { throttled } from '../errors.ts'
import type { Admission, KeyRecord, Limits, SisterOperation } from '../ports.ts'
import type { Charge } from './charges.ts'
import { chargesOf, storeChargesOf } from './charges.ts'
import type { Fault } from './fault.ts'
import type { Faults } from './faults.ts'
import type { Quotas } from './quotas.ts'

/** Of a call that nothing stands before. */
const OPEN: Admission = { enter: () => undefined, onKeys: () => undefined, faults: [] }

/** Neither quotas nor faults: for work of the service's own, such as loading the sample. */
export const unlimited: Limits = { admit: () => OPEN }

/** Quotas first, as AWS refuses a call before it begins on it, then what was asked to go wrong. */
export function createLimits(quotas: Quotas, faults: Faults): Limits {
  return {
    admit({ scope }, operation, input) {
      const { sandbox } = scope
      if (quotas.profileOf(sandbox) === 'off' && !faults.any(sandbox)) return OPEN
      const met: Fault[] = []
      // AWS owned keys count against no quota (AWS KMS developer guide, Request quotas).
      const isCharged = scope.account !== AWS_ACCOUNT && isOfKms(operation)
      const pass = async (charges: readonly Charge[], records?: readonly KeyRecord[]) => {
        if (!quotas.take(charges)) throw throttled()
        return faults.strike({ sandbox, operation }, records, met)
      }
      let entering: Promise<boolean> | undefined
      let using: Promise<boolean> | undefined
      return {
        faults: met,
        enter: () => (entering ??= pass(isCharged ? chargesOf(operation, input, scope) : [])),
        onKeys: (records) => (using ??= pass(isCharged ? storeChargesOf(operation, records) : [], records)),
      }
    },
  }
}

/** Sister services have no quotas. */
const isOfKms = (operation: OperationName | SisterOperation): operation is OperationName => !operation.includes(':')
