import type { QueryName, QueryParams } from '#console/dto/queries.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

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

/** What every read says of its page: where it is, and as whom. */
export function pageParams({ sandbox, account, region, principalArn }: PageScopeDto): QueryParams {
  return { scope: `${sandbox}/${account}/${region}`, as: principalArn }
}

/** Of all reads of an account, whoever made them. */
export function accountKey({ sandbox, account }: Pick<PageScopeDto, 'sandbox' | 'account'>): readonly string[] {
  return ['console', sandbox, account]
}

/** What another principal had read is never shown. */
export function queryKey(scope: PageScopeDto, query: QueryName, params: QueryParams): readonly string[] {
  const { region, principalArn } = scope
  return [...accountKey(scope), region, principalArn, query, canonicalParams(params)]
}
