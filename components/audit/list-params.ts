import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['event', 'outcome', 'principal', 'resource', 'range', 'reads', 'before']

/** What of an address is about the list of events: not which of them is open. */
export function eventListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => NAMES.includes(name)))
}

/** The event that an address opens: by its `id`, or by the `request` it came of. */
export function openEvent(search: QueryParams): QueryParams | undefined {
  const id = first(search.id)
  if (id !== undefined) return { id }
  const request = first(search.request)
  return request === undefined ? undefined : { request }
}

function first(value: QueryParams[string]): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}

/** What to change in an address so that it opens another event, or none. */
export function opening(id: string | undefined): QueryParams {
  return { id, request: undefined, ...(id === undefined ? { view: undefined } : {}) }
}
