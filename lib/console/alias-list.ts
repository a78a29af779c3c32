import type { AliasDto, KeyRowDto, PageDto } from './dto/keys.ts'
import { compare } from './order.ts'
import { hasWords, pageOf, parsePage, wordsOf } from './page-of.ts'

/** A key, and when each of its aliases was made or moved. */
export interface NamedKey {
  readonly row: KeyRowDto
  /** In the order of its aliases. */
  readonly aliasesUpdatedAt: readonly number[]
}

const SORTS = {
  alias: ({ name }: AliasDto) => name,
  key: ({ keyId }: AliasDto) => keyId,
  state: ({ key }: AliasDto) => key?.state ?? '',
  spec: ({ key }: AliasDto) => key?.spec ?? '',
  usage: ({ key }: AliasDto) => key?.usage ?? '',
  updated: ({ updatedAt }: AliasDto) => updatedAt ?? 0,
} as const

type SortColumn = keyof typeof SORTS

/** The aliases of many keys, filtered, ordered and cut as an address says. */
export function listAliases(keys: readonly NamedKey[], params: URLSearchParams): PageDto<AliasDto> {
  const { page, pageSize } = parsePage(params)
  const total = keys.reduce((sum, { row }) => sum + row.aliases.length, 0)
  return { ...pageOf(matchingAliases(keys, params), page, pageSize), total }
}

/** All aliases that pass the filter of an address, in its order. */
export function matchingAliases(keys: readonly NamedKey[], params: URLSearchParams): readonly AliasDto[] {
  const words = wordsOf(params)
  const states = params.getAll('state')
  return keys
    .flatMap(aliasesOf)
    .filter(({ key }) => states.length === 0 || states.includes(key?.state ?? ''))
    .filter(({ name, keyId, key }) => hasWords(words, () => `${name} ${keyId} ${key?.spec} ${key?.usage}`))
    .sort(order(params.get('sort') ?? ''))
}

function aliasesOf({ row, aliasesUpdatedAt }: NamedKey): readonly AliasDto[] {
  const { keyId, state, spec, usage, deletionAt, description } = row
  const key = { state, spec, usage, description, ...(deletionAt === undefined ? {} : { deletionAt }) }
  return row.aliases.map((name, index) => {
    const updatedAt = aliasesUpdatedAt[index]
    return { name, keyId, key, ...(updatedAt === undefined ? {} : { updatedAt }) }
  })
}

/** By the chosen column, then by name. */
function order(sort: string): (a: AliasDto, b: AliasDto) => number {
  const column = sort.replace(/^-/, '')
  const by = SORTS[isSortColumn(column) ? column : 'alias']
  const sign = sort.startsWith('-') ? -1 : 1
  return (a, b) => sign * compare(by(a), by(b)) || compare(a.name, b.name)
}

function isSortColumn(name: string): name is SortColumn {
  return Object.hasOwn(SORTS, name)
}
