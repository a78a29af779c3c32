import type { Console } from './access.ts'
import type { GrantDto, GrantFacet, GrantFacetDto, GrantListDto, GrantRowDto } from './dto/grants.ts'
import { grantDto } from './grants.ts'
import { hasWords, pageOf, parsePage, wordsOf } from './page-of.ts'
import { everyPage } from './paged.ts'

/** The grants of the Region, or those that the session may retire on keys of any account. */
export async function grantList(console: Console, params: URLSearchParams): Promise<GrantListDto> {
  const [{ grants, isCut }, keys] = await Promise.all([
    params.has('retirable') ? retirable(console) : inForce(console),
    console.inventory(),
  ])
  const aliases = new Map(keys.map(({ metadata, aliases }) => [metadata.Arn, aliases]))
  const rows = grants.map((grant) => ({ ...grant, aliases: aliases.get(grant.keyArn) ?? [] }))
  return { ...listGrants(rows, params, console.now()), isCut }
}

async function inForce(console: Console): Promise<{ readonly grants: readonly GrantDto[]; readonly isCut: boolean }> {
  const { grants, isCut } = await console.grantInventory()
  return { grants: grants.map(grantDto), isCut }
}

/** A session of a role may retire what its role may. */
async function retirable(console: Console) {
  const { principal } = console.session
  const RetiringPrincipal = principal.kind === 'assumed-role' ? principal.roleArn : principal.arn
  const all = await everyPage(async (Marker) => {
    const page = await console.call('ListRetirableGrants', { RetiringPrincipal, ...(Marker ? { Marker } : {}) })
    return { items: page.Grants, next: page.NextMarker }
  })
  return { grants: all.map(grantDto), isCut: false }
}

const VALUES: Readonly<Record<GrantFacet, (grant: GrantDto) => readonly string[]>> = {
  key: ({ keyArn }) => [keyArn],
  grantee: ({ grantee }) => [grantee],
  operation: ({ operations }) => operations,
  retiree: ({ retiree }) => [retiree ?? NOBODY],
}
/** Of a grant that nobody but its key's account may end. */
const NOBODY = 'none'

const DAY = 86_400_000

const FACETS = Object.keys(VALUES) as GrantFacet[]

const SORTS: Readonly<Record<string, (grant: GrantRowDto) => string | number>> = {
  key: ({ aliases: [first], keyArn }) => first ?? keyArn,
  grantee: ({ grantee }) => grantee,
  name: ({ name }) => name,
  created: ({ createdAt }) => createdAt,
}

/** Filtered, sorted and cut as an address says; the newest first where it says nothing. */
export function listGrants(
  all: readonly GrantRowDto[],
  params: URLSearchParams,
  now: number,
): Omit<GrantListDto, 'isCut'> {
  const words = wordsOf(params)
  const { page, pageSize } = parsePage(params)
  const newest = now - Number(params.get('age') ?? 0) * DAY
  const matching = all
    .filter(({ createdAt }) => Number.isNaN(newest) || createdAt <= newest)
    .filter((grant) => FACETS.every((facet) => isAsked(VALUES[facet](grant), params.getAll(facet))))
    .filter((grant) => hasWords(words, () => aboutGrant(grant)))
    .sort(orderOf(params.get('sort') ?? '-created'))
  return { ...pageOf(matching, page, pageSize), total: all.length, facets: facetsOf(all) }
}

function isAsked(values: readonly string[], asked: readonly string[]): boolean {
  return asked.length === 0 || values.some((value) => asked.includes(value))
}

function aboutGrant({ name, grantId, grantee, retiree, keyArn, aliases, operations, constraints }: GrantRowDto) {
  const pairs = [...(constraints.equals ?? []), ...(constraints.subset ?? [])].map(
    ({ name, value }) => `${name} ${value}`,
  )
  return [name, grantId, grantee, retiree, keyArn, ...aliases, ...operations, ...pairs].join(' ')
}

function orderOf(sort: string): (a: GrantRowDto, b: GrantRowDto) => number {
  const descending = sort.startsWith('-')
  const column = sort.slice(descending ? 1 : 0)
  const of = (Object.hasOwn(SORTS, column) && SORTS[column]) || (({ createdAt }) => createdAt)
  const order = (a: GrantRowDto, b: GrantRowDto) => {
    const [one, other] = [of(a), of(b)]
    return one === other ? (a.grantId < b.grantId ? -1 : 1) : one < other ? -1 : 1
  }
  return descending ? (a, b) => -order(a, b) : order
}

function facetsOf(all: readonly GrantRowDto[]): GrantListDto['facets'] {
  const facet = (name: GrantFacet): readonly GrantFacetDto[] => {
    const counts = new Map<string, number>()
    for (const grant of all) for (const value of VALUES[name](grant)) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  }
  return { key: facet('key'), grantee: facet('grantee'), operation: facet('operation'), retiree: facet('retiree') }
}
