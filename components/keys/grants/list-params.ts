import type { QueryParams } from '#console/dto/queries.ts'

/** Which page of a key's grants an address asks for. */
export function grantListParams(keyId: string, search: QueryParams): QueryParams {
  return { id: keyId, marker: search.marker }
}
