import type { QueryParams } from '#console/dto/queries.ts'

const NAMES = ['q', 'key', 'grantee', 'operation', 'retiree', 'retirable', 'age', 'sort', 'page', 'size']

/** What of an address is about the list of grants: not which of them is open. */
export function grantListParams(search: QueryParams): QueryParams {
  return Object.fromEntries(Object.entries(search).filter(([name]) => NAMES.includes(name)))
}

/** The id of the row of a grant, to which the focus goes back. */
export const grantRowId = (grantId: string) => `grant-${grantId}`
