import type { SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import { ServiceError } from '#kernel/service-error.ts'
import { errorFaults } from '#model/errors.ts'
import { arnOf } from '../domain/arn.ts'
import { throttled } from '../errors.ts'
import type { KeyRecord } from '../ports.ts'
import type { ErrorFault, Fault } from './fault.ts'
import { isFaultCode, MAX_LATENCY, SISTER_ERRORS } from './fault.ts'
import { FAULT_MESSAGES } from './fault-messages.ts'
import { InjectedFault } from './injected-fault.ts'

export interface FaultParts {
  /** The faults of a sandbox that are on. */
  faultsOf(sandbox: SandboxId): readonly Fault[]
  /** 0 up to, and without, 1. */
  chance(): number
  /** Waits that long, or less when the server closes. */
  sleep(millis: number): Promise<void>
}

/** A call as the faults see it. */
export interface AimedAt {
  readonly sandbox: SandboxId
  readonly operation: string
}

/** What goes wrong, and in which calls. */
export interface Faults {
  /** Whether a sandbox has any: cheap, for every call. */
  any(sandbox: SandboxId): boolean
  /**
   * Lets the faults that are on one of the call's keys do what they do, or those on no key where `records` is left out:
   * waits, then throws. Adds each to those that the call has met. Whether it waited.
   */
  strike(call: AimedAt, records: readonly KeyRecord[] | undefined, met: Fault[]): Promise<boolean>
  /** The fault because of which a proxy cannot be reached now. */
  proxyDown(call: AimedAt & { readonly keyArn?: string }): Fault | undefined
  /** How far the clock is ahead for the next signature. */
  skew(sandbox: SandboxId): number
  /** Counts anew in a sandbox that was put back, so that the same calls are hit as before. */
  forget(sandbox: SandboxId): void
}

/** How many faults are counted; the count of the one that was met longest ago goes. */
const MOST_COUNTED = 10_000

export function createFaults({ faultsOf, chance, sleep }: FaultParts): Faults {
  const counts = new LruMap<string, number>(MOST_COUNTED)

  /** Whether a call that is meant is hit. */
  function hits(sandbox: SandboxId, { id, every, rate }: Fault): boolean {
    if (every === undefined) return rate === undefined || chance() < rate
    const key = `${sandbox}/${id}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count % every === 0
  }

  return {
    any: (sandbox) => faultsOf(sandbox).length > 0,
    async strike({ sandbox, operation }, records, met) {
      let waited = false
      for (const fault of faultsOf(sandbox)) {
        if (fault.kind === 'xks-proxy-down' || fault.kind === 'clock-skew') continue
        if (!meansOperation(fault, operation) || !meansKeys(fault, records)) continue
        if (!hits(sandbox, fault)) continue
        const left = MAX_LATENCY - waitedIn(met)
        met.push(fault)
        if (fault.kind !== 'latency') throw errorOf(fault, operation)
        waited = true
        await sleep(Math.max(Math.min(fault.millis, left), 0))
      }
      return waited
    },
    proxyDown({ sandbox, operation, keyArn }) {
      return faultsOf(sandbox).find((fault) => {
        if (fault.kind !== 'xks-proxy-down' || !meansOperation(fault, operation)) return false
        return (fault.keyId === undefined || isNamed(fault.keyId, keyArn)) && hits(sandbox, fault)
      })
    },
    skew(sandbox) {
      const wrong = faultsOf(sandbox).find((fault) => fault.kind === 'clock-skew' && hits(sandbox, fault))
      return wrong?.kind === 'clock-skew' ? wrong.skewMillis : 0
    },
    forget: (sandbox) => counts.deleteWhere((key) => key.startsWith(`${sandbox}/`)),
  }
}

function waitedIn(met: readonly Fault[]): number {
  return met.reduce((sum, fault) => (fault.kind === 'latency' ? sum + fault.millis : sum), 0)
}

function meansOperation({ operation = '*' }: { readonly operation?: string }, name: string): boolean {
  if (!operation.endsWith('*')) return name === operation
  return name.startsWith(operation.slice(0, -1)) && operation.includes(':') === name.includes(':')
}

/** A fault on a key strikes once the keys are known, any other before that. */
function meansKeys({ keyId }: { readonly keyId?: string }, records: readonly KeyRecord[] | undefined): boolean {
  if (keyId === undefined) return records === undefined
  return records?.some(({ key }) => isNamed(keyId, arnOf(key))) ?? false
}

function isNamed(keyId: string, keyArn: string | undefined): boolean {
  return keyArn === keyId || keyArn?.endsWith(`:key/${keyId}`) === true
}

type Failing = Exclude<Fault, { kind: 'latency' | 'xks-proxy-down' | 'clock-skew' }>

function errorOf(fault: Failing, operation: string): ServiceError {
  const cause = new InjectedFault(fault)
  if (fault.kind === 'throttle') {
    const { code, message } = throttlingOf(operation)
    return new ServiceError(code, message, 'client', { cause })
  }
  const side = isFaultCode(fault.code) ? errorFaults[fault.code] : 'server'
  return new ServiceError(fault.code, messageOf(fault), side, { cause })
}

/** How each service says that it is asked too often. */
function throttlingOf(operation: string): Pick<ServiceError, 'code' | 'message'> {
  if (!operation.includes(':')) return throttled()
  const code = operation.startsWith('cloudtrail:') ? 'ThrottlingException' : 'Throttling'
  return { code, message: 'Rate exceeded' }
}

function messageOf({ code, message }: ErrorFault): string {
  return message ?? (isFaultCode(code) ? FAULT_MESSAGES[code] : SISTER_ERRORS[code]) ?? ''
}
