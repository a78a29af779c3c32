import type { QueryParams } from '#console/dto/queries.ts'

const FIELDS = ['state', 'type', 'spec', 'usage', 'origin', 'regionality', 'alias', 'id', 'usedBy']
const FILTERS: ReadonlySet<string> = new Set([
  ...FIELDS.flatMap((name) => [name, `${name}!`]),
  ...['q', 'created-after', 'created-before', 'used-after', 'used-before', 'ever-used'],
])
const VIEW: ReadonlySet<string> = new Set(['sort', 'page', 'size'])

export const TAG_PREFIX = 'tag.'

/** Whether a parameter says which keys are listed. */
export function isKeyFilter(name: string): boolean {
  return FILTERS.has(name) || name.startsWith(TAG_PREFIX)
}

/** What of an address is about the list of keys: the rest (an open dialog, a stranger's parameter) is not asked for. */
export function keyListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => isKeyFilter(name) || VIEW.has(name)))
}

/** The same from the browser's address. */
export function paramsOf(search: URLSearchParams): QueryParams {
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]))
}
