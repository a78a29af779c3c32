import type { QueryName, QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'

/** Parameters as one text, the same for the same meaning: sorted, nothing empty. */
export function canonicalParams(params: QueryParams): string {
  const pairs = Object.entries(params).flatMap(([name, value]) => {
    const values = typeof value === 'string' ? [value] : (value ?? [])
    return values.filter((each) => each !== '').map((each): [string, string] => [name, each])
  })
  const search = new URLSearchParams(pairs)
  search.sort()
  return search.toString()
}

export function queryKey(scope: ScopeDto, query: QueryName, params: QueryParams): readonly string[] {
  return ['console', scope.sandbox, scope.account, scope.region, query, canonicalParams(params)]
}
