import type { QueryParams } from '#console/dto/queries.ts'
import { FIELD_PARAMS } from './filters/fields.ts'

/** What of an address says when. */
const TIME_PARAMS = ['range', 'from', 'to'] as const
const NAMES: readonly string[] = [...FIELD_PARAMS, ...TIME_PARAMS, 'regions', 'text', 'crypto', 'before']

/**
 * What of an address is about the list of events: not which of them is open. What looking at the console leaves in the
 * log stays out of sight unless somebody asks for it.
 */
export function eventListParams(search: QueryParams): QueryParams {
  const named = Object.entries(search).filter(([name]) => NAMES.includes(name))
  return { ...Object.fromEntries(named), ...(valuesOf(search.own).includes('show') ? {} : { own: 'hide' }) }
}

/** Makes an address select all events again. */
export const NO_FILTERS: QueryParams = Object.fromEntries(
  [...FIELD_PARAMS, ...TIME_PARAMS, 'regions', 'text', 'before'].map((name) => [name, undefined]),
)

/** What a change of the selection takes away with it: a place in the list that was. */
export const FROM_THE_START: QueryParams = { before: undefined }

export function isFiltered(search: QueryParams): boolean {
  return [...FIELD_PARAMS, ...TIME_PARAMS, 'regions', 'text'].some((name) => valuesOf(search[name]).length > 0)
}

/** The event that an address opens: by its `id`, or by the `request` it came of. */
export function openEvent(search: QueryParams): QueryParams | undefined {
  const id = first(search.id)
  if (id !== undefined) return { id }
  const request = first(search.request)
  return request === undefined ? undefined : { request }
}

function first(value: QueryParams[string]): string | undefined {
  return valuesOf(value)[0]
}

export function valuesOf(value: QueryParams[string]): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? [])
}

/** What to change in an address so that it opens another event, or none. */
export function opening(id: string | undefined): QueryParams {
  return { id, request: undefined, ...(id === undefined ? { view: undefined } : {}) }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Whether a text is the id of an event or of a request. */
export function isEventId(text: string): boolean {
  return UUID.test(text)
}

/** What of an address says which uses of a key are counted: the time, not who or what. */
export function usageParams(search: QueryParams): QueryParams {
  return Object.fromEntries(TIME_PARAMS.map((name) => [name, search[name]]))
}
