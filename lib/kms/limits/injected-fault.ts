import type { JsonObject } from '#audit/record.ts'
import type { Fault } from './fault.ts'

const brand = Symbol.for('keystead.injected-fault')

/** The cause of an error that was asked for. */
export class InjectedFault extends Error {
  readonly [brand] = true
  readonly fault: Fault

  constructor(fault: Fault) {
    super(`fault ${fault.id}`)
    this.name = 'InjectedFault'
    this.fault = fault
  }
}

/** The fault behind an error, however deep among its causes. */
export function faultBehind(error: unknown): Fault | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isInjected(cause)) return cause.fault
  }
  return undefined
}

/** CloudTrail has no member for what was asked to go wrong, so this one is ours: a record must not pass for AWS's. */
export function injectedFaults(faults: Iterable<Fault>): JsonObject {
  const told = [...new Set(faults)].map(({ id, kind }) => ({ id, kind }))
  return told.length === 0 ? {} : { injectedFaults: told }
}

/** What the event of a call tells of the faults that it met, of one behind its error too. */
export function metFaults(met: readonly Fault[], error?: Error): { readonly additionalEventData?: JsonObject } {
  const behind = faultBehind(error)
  const told = injectedFaults(behind ? [...met, behind] : met)
  return Object.keys(told).length === 0 ? {} : { additionalEventData: told }
}

function isInjected(error: Error): error is InjectedFault {
  return brand in error
}
