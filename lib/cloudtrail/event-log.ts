import type { AuditEvent } from '#audit/event.ts'
import type { EventQuery } from '#audit/event-query.ts'
import type { Json, JsonObject } from '#audit/record.ts'
import type { Caller } from '#kms/ports.ts'
import { isStillAllowed } from './access.ts'
import type { CloudTrailPorts } from './ports.ts'
import { contextOf, recordedCall } from './recorded-call.ts'

/** What a query says beyond the caller's own sandbox and account. */
export type Asked = Omit<EventQuery, 'sandbox' | 'account'>

/**
 * The audit log of the caller's account, in all Regions and with its decisions: for the console only. Needs
 * `cloudtrail:LookupEvents`; each query leaves one event, LookupEvents.
 */
export interface EventLog {
  queryEvents(query: Asked, caller: Caller): Promise<{ readonly events: readonly AuditEvent[] }>
  /** Undefined when the caller's account has no event of that id. */
  event(eventId: string, caller: Caller): Promise<AuditEvent | undefined>
}

export function createEventLog(ports: CloudTrailPorts): EventLog {
  const { store } = ports
  return {
    queryEvents(query, caller) {
      const { sandbox, account } = caller.scope
      const find = async () => ({ events: await store.events({ ...query, sandbox, account }) })
      return lookUp(parametersOf(query), find, caller, ports)
    },
    event(eventId, caller) {
      const { sandbox, account } = caller.scope
      const read = async () => {
        const found = await store.event(sandbox, eventId)
        return found?.account === account ? found : undefined
      }
      return lookUp({ eventId }, read, caller, ports)
    },
  }
}

const CHECKS = ['cloudtrail:LookupEvents'] as const

/** Reads the log for a caller who may, as LookupEvents. */
export function lookUp<A>(
  requestParameters: Json,
  run: () => Promise<A>,
  caller: Caller,
  ports: CloudTrailPorts,
): Promise<A> {
  const plan = () => ({ checks: CHECKS, run })
  return recordedCall({ eventName: 'LookupEvents', requestParameters, plan }, caller, ports)
}

/** Whether a caller who looked the log up may do so now. */
export function mayLookUp(caller: Caller, ports: CloudTrailPorts): Promise<boolean> {
  return isStillAllowed(CHECKS, contextOf(ports, caller))
}

/** What the record says was asked. */
export function parametersOf({ filters, ...more }: Pick<Asked, 'filters'>): JsonObject {
  const given = Object.entries(more).filter(([, value]) => value !== undefined)
  return {
    ...(filters.length > 0 && { filters: filters.map((filter) => ({ ...filter })) }),
    ...Object.fromEntries(given),
  }
}
