import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['q', 'state', 'spec', 'usage', 'origin', 'regionality', 'sort', 'page', 'size']
export const TAG_PREFIX = 'tag.'

/** What of an address is about the list of keys: the rest (an open dialog, a stranger's parameter) is not asked for. */
export function keyListParams(search: QueryParams): QueryParams {
  const about = (name: string) => NAMES.includes(name) || name.startsWith(TAG_PREFIX)
  return Object.fromEntries(Object.entries(search).filter(([name]) => about(name)))
}

/** The same from the browser's address. */
export function paramsOf(search: URLSearchParams): QueryParams {
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]))
}
