import type { EpochMillis } from '#kernel/ids.ts'
import type { EventQuery } from '#kms/ports.ts'

type Filter = Omit<EventQuery, 'sandbox' | 'account'>

const HOUR = 3_600_000

/** Time ranges that the address may name, in milliseconds back from now. */
const RANGES: ReadonlyMap<string, number> = new Map([
  ['1h', HOUR],
  ['24h', 24 * HOUR],
  ['7d', 7 * 24 * HOUR],
  ['30d', 30 * 24 * HOUR],
])

/** How many events a page shows; one more is asked for, to know whether there are older ones. */
export const EVENTS_A_PAGE = 100

/** Reads a filter of the audit log from an address; what it does not understand counts as not there. */
export function parseEventFilter(params: URLSearchParams, now: EpochMillis): Filter {
  const before = Number(params.get('before'))
  const back = RANGES.get(params.get('range') ?? '')
  const outcome = OUTCOMES.find((each) => each === params.get('outcome'))
  return {
    ...text('resource', params.get('resource')),
    ...text('eventName', params.get('event')),
    ...text('principal', params.get('principal')),
    ...(outcome ? { outcome } : {}),
    ...(params.get('reads') === 'hide' ? { readOnly: false } : {}),
    ...(back === undefined ? {} : { from: (now - back) as EpochMillis }),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
    limit: EVENTS_A_PAGE + 1,
  }
}

const OUTCOMES = ['ok', 'denied', 'error'] as const

function text<N extends string>(name: N, value: string | null): { readonly [K in N]?: string } {
  return value ? ({ [name]: value } as { readonly [K in N]: string }) : {}
}
