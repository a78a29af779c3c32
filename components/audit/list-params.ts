import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['event', 'outcome', 'principal', 'resource', 'range', 'reads', 'before']

/** What of an address is about the list of events: not which of them is open. */
export function eventListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => NAMES.includes(name)))
}
