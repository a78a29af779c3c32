import { keyTypeOf } from '#model/key-type.ts'
import type { KeyPageDto, KeyRowDto } from './dto/keys.ts'
import { facetsOf } from './key-facets.ts'
import { compare } from './order.ts'
import { hasWords, pageOf, parsePage, wordsOf } from './page-of.ts'

/** Which keys to list, as it stands in the address. Fields add up. */
export interface KeyFilter {
  /** Every word must be somewhere in the key. */
  readonly words: readonly string[]
  /** By the name of a field in `FIELDS`. */
  readonly fields: readonly (readonly [field: Field, wanted: Wanted])[]
  readonly tags: readonly (readonly [tagKey: string, wanted: Wanted])[]
  /** Only keys that were never used, or only those that were. */
  readonly everUsed?: boolean
  readonly created: Range
  readonly used: Range
  readonly sort: SortColumn
  readonly descending: boolean
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

/** Values are alternatives. */
export interface Wanted {
  readonly values: readonly string[]
  /** None of the values, in place of any. */
  readonly negated: boolean
}

/** Milliseconds since 1970: from the first on, before the second. */
interface Range {
  readonly after?: number
  readonly before?: number
}

type Passes = (row: KeyRowDto, value: string) => boolean

/** What a key can be asked for by its values. */
const FIELDS = {
  state: (row, value) => row.state === value,
  type: (row, value) => keyTypeOf(row.spec) === value,
  spec: (row, value) => row.spec === value,
  usage: (row, value) => row.usage === value,
  origin: (row, value) => row.origin === value,
  regionality: (row, value) => row.regionality === value,
  alias: (row, value) => row.aliases.some((alias) => alias.toLowerCase().includes(value.toLowerCase())),
  id: (row, value) => row.keyId.toLowerCase().includes(value.toLowerCase()),
  usedBy: (row, value) => row.lastUse?.principalArn === value,
} as const satisfies Record<string, Passes>

type Field = keyof typeof FIELDS

const SORTS = {
  alias: (row: KeyRowDto) => row.aliases[0] ?? '',
  id: (row: KeyRowDto) => row.keyId,
  state: (row: KeyRowDto) => row.state,
  type: (row: KeyRowDto) => keyTypeOf(row.spec),
  spec: (row: KeyRowDto) => row.spec,
  usage: (row: KeyRowDto) => row.usage,
  origin: (row: KeyRowDto) => row.origin,
  regionality: (row: KeyRowDto) => row.regionality,
  used: (row: KeyRowDto) => row.lastUse?.at ?? 0,
  created: (row: KeyRowDto) => row.createdAt,
  tags: (row: KeyRowDto) => row.tags.map((tag) => `${tag.key}=${tag.value}`).join('\n'),
  rotation: (row: KeyRowDto) => row.rotation?.nextAt ?? Number.POSITIVE_INFINITY,
  description: (row: KeyRowDto) => row.description,
} as const

export type SortColumn = keyof typeof SORTS

const DEFAULT_SORT = '-created'
const TAG_PREFIX = 'tag.'
/** Behind a name, as in `state!=Enabled`: none of the values. */
const NOT = '!'

/** Reads a filter from an address; what it does not understand counts as not there. */
export function parseKeyFilter(params: URLSearchParams): KeyFilter {
  const sort = params.get('sort') ?? DEFAULT_SORT
  const column = sort.replace(/^-/, '')
  const known = isSortColumn(column)
  const names = [...new Set(params.keys())]
  const used = params.get('ever-used')
  return {
    words: wordsOf(params),
    fields: names.flatMap((name) => {
      const field = name.replace(NOT, '')
      return isField(field) ? [[field, wanted(name, params)] as const] : []
    }),
    tags: names
      .filter((name) => name.startsWith(TAG_PREFIX))
      .map((name) => [name.slice(TAG_PREFIX.length).replace(/!$/, ''), wanted(name, params)] as const),
    ...(used === 'yes' || used === 'no' ? { everUsed: used === 'yes' } : {}),
    created: rangeOf('created', params),
    used: rangeOf('used', params),
    sort: known ? column : 'created',
    descending: known ? sort.startsWith('-') : true,
    ...parsePage(params),
  }
}

function wanted(name: string, params: URLSearchParams): Wanted {
  return { values: params.getAll(name), negated: name.endsWith(NOT) }
}

function rangeOf(name: string, params: URLSearchParams): Range {
  const [after, before] = ['after', 'before'].map((end) => Date.parse(params.get(`${name}-${end}`) ?? ''))
  return {
    ...(Number.isFinite(after) ? { after } : {}),
    ...(Number.isFinite(before) ? { before } : {}),
  } as Range
}

/** One page of the keys that pass a filter; a page behind the last one is the last one. */
export function listKeys(rows: readonly KeyRowDto[], filter: KeyFilter): KeyPageDto {
  const matching = matchingKeys(rows, filter)
  return { ...pageOf(matching, filter.page, filter.pageSize), total: rows.length, facets: facetsOf(rows) }
}

/** All keys that pass a filter, in its order. */
export function matchingKeys(rows: readonly KeyRowDto[], filter: KeyFilter): KeyRowDto[] {
  return rows.filter((row) => passes(row, filter)).sort(order(filter))
}

function passes(row: KeyRowDto, filter: KeyFilter): boolean {
  return (
    filter.fields.every(([field, { values, negated }]) => {
      return values.some((value) => FIELDS[field](row, value)) !== negated
    }) &&
    filter.tags.every(([key, { values, negated }]) => hasTag(row, key, values) !== negated) &&
    (filter.everUsed === undefined || filter.everUsed === (row.lastUse !== undefined)) &&
    isWithin(row.createdAt, filter.created) &&
    isWithin(row.lastUse?.at, filter.used) &&
    hasWords(filter.words, () => aboutOf(row))
  )
}

/** An empty value stands for the tag key with any value. */
function hasTag(row: KeyRowDto, key: string, values: readonly string[]): boolean {
  return row.tags.some((tag) => tag.key === key && (values.includes('') || values.includes(tag.value)))
}

/** What has no time is in no range. */
function isWithin(time: number | undefined, { after, before }: Range): boolean {
  if (after === undefined && before === undefined) return true
  return time !== undefined && time >= (after ?? time) && time < (before ?? Number.POSITIVE_INFINITY)
}

function aboutOf(row: KeyRowDto): string {
  const tags = row.tags.map((tag) => `${tag.key}=${tag.value}`)
  const about = [row.arn, row.description, row.state, row.spec, row.usage, row.origin, keyTypeOf(row.spec)]
  return [...about, ...row.aliases, ...tags].join('\n')
}

/** By the chosen column; equal ones newest first, then by id, so that an order never changes by itself. */
function order({ sort, descending }: KeyFilter): (a: KeyRowDto, b: KeyRowDto) => number {
  const by = SORTS[sort]
  const sign = descending ? -1 : 1
  return (a, b) => sign * compare(by(a), by(b)) || compare(b.createdAt, a.createdAt) || compare(a.keyId, b.keyId)
}

function isSortColumn(name: string): name is SortColumn {
  return Object.hasOwn(SORTS, name)
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name)
}
