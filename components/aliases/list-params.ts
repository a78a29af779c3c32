import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['q', 'state', 'sort', 'page', 'size']

/** What of an address is about the list of aliases. */
export function aliasListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => NAMES.includes(name)))
}
