import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['month', 'q', 'sort', 'page', 'size']

/** What of an address is about the list of costs. */
export function costListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => NAMES.includes(name)))
}
