import type { FacetDto, FacetsDto, KeyPageDto, KeyRowDto } from './dto/keys.ts'
import { hasWords, pageOf, parsePage, wordsOf } from './page-of.ts'

/** Which keys to list, as it stands in the address. Values of one field are alternatives; fields add up. */
export interface KeyFilter {
  /** Every word must be somewhere in the key. */
  readonly words: readonly string[]
  readonly state: readonly string[]
  readonly spec: readonly string[]
  readonly usage: readonly string[]
  readonly origin: readonly string[]
  readonly regionality: readonly string[]
  /** Wanted values by tag key; an empty value stands for the key with any value. */
  readonly tags: ReadonlyMap<string, readonly string[]>
  readonly sort: SortColumn
  readonly descending: boolean
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

const SORTS = {
  alias: (row: KeyRowDto) => row.aliases[0] ?? '',
  id: (row: KeyRowDto) => row.keyId,
  state: (row: KeyRowDto) => row.state,
  spec: (row: KeyRowDto) => row.spec,
  usage: (row: KeyRowDto) => row.usage,
  regionality: (row: KeyRowDto) => row.regionality,
  used: (row: KeyRowDto) => row.lastUse?.at ?? 0,
  created: (row: KeyRowDto) => row.createdAt,
} as const

export type SortColumn = keyof typeof SORTS

const DEFAULT_SORT = '-created'
const TAG_PREFIX = 'tag.'

/** Reads a filter from an address; what it does not understand counts as not there. */
export function parseKeyFilter(params: URLSearchParams): KeyFilter {
  const sort = params.get('sort') ?? DEFAULT_SORT
  const column = sort.replace(/^-/, '')
  const known = isSortColumn(column)
  const tagKeys = [...new Set(params.keys())].filter((name) => name.startsWith(TAG_PREFIX))
  return {
    words: wordsOf(params),
    state: params.getAll('state'),
    spec: params.getAll('spec'),
    usage: params.getAll('usage'),
    origin: params.getAll('origin'),
    regionality: params.getAll('regionality'),
    tags: new Map(tagKeys.map((name) => [name.slice(TAG_PREFIX.length), params.getAll(name)])),
    sort: known ? column : 'created',
    descending: known ? sort.startsWith('-') : true,
    ...parsePage(params),
  }
}

/** One page of the keys that pass a filter; a page behind the last one is the last one. */
export function listKeys(rows: readonly KeyRowDto[], filter: KeyFilter): KeyPageDto {
  const matching = rows.filter((row) => passes(row, filter)).sort(order(filter))
  return { ...pageOf(matching, filter.page, filter.pageSize), total: rows.length, facets: facetsOf(rows) }
}

function passes(row: KeyRowDto, filter: KeyFilter): boolean {
  return (
    isOneOf(row.state, filter.state) &&
    isOneOf(row.spec, filter.spec) &&
    isOneOf(row.usage, filter.usage) &&
    isOneOf(row.origin, filter.origin) &&
    isOneOf(row.regionality, filter.regionality) &&
    hasTags(row, filter.tags) &&
    hasWords(filter.words, () => aboutOf(row))
  )
}

function isOneOf(value: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(value)
}

function hasTags(row: KeyRowDto, wanted: KeyFilter['tags']): boolean {
  return [...wanted].every(([key, values]) =>
    row.tags.some((tag) => tag.key === key && (values.includes('') || values.includes(tag.value))),
  )
}

function aboutOf(row: KeyRowDto): string {
  const tags = row.tags.map((tag) => `${tag.key}=${tag.value}`)
  return [row.arn, row.description, row.state, row.spec, row.usage, row.origin, ...row.aliases, ...tags].join('\n')
}

/** By the chosen column; equal ones newest first, then by id, so that an order never changes by itself. */
function order({ sort, descending }: KeyFilter): (a: KeyRowDto, b: KeyRowDto) => number {
  const by = SORTS[sort]
  const sign = descending ? -1 : 1
  return (a, b) => sign * compare(by(a), by(b)) || compare(b.createdAt, a.createdAt) || compare(a.keyId, b.keyId)
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function facetsOf(rows: readonly KeyRowDto[]): FacetsDto {
  const tags = Map.groupBy(
    rows.flatMap((row) => row.tags),
    (tag) => tag.key,
  )
  const names = [...tags.keys()].sort()
  return {
    state: facet(rows.map((row) => row.state)),
    spec: facet(rows.map((row) => row.spec)),
    usage: facet(rows.map((row) => row.usage)),
    origin: facet(rows.map((row) => row.origin)),
    regionality: facet(rows.map((row) => row.regionality)),
    tags: Object.fromEntries(names.map((name) => [name, facet((tags.get(name) ?? []).map((tag) => tag.value))])),
  }
}

function facet(values: readonly string[]): readonly FacetDto[] {
  const groups = [...Map.groupBy(values, (value) => value)]
  return groups.map(([value, all]) => ({ value, count: all.length })).sort((a, b) => compare(a.value, b.value))
}

function isSortColumn(name: string): name is SortColumn {
  return Object.hasOwn(SORTS, name)
}
