export interface FilterOption {
  readonly value: string
  readonly label: string
  /** How many have it. */
  readonly count?: number
}

/** Something to filter by. */
export interface FilterField {
  /** Its parameter in the address; with `!` behind it, it stands for all but the values. */
  readonly name: string
  readonly label: string
  /** Any of several values, one of several, one that is typed, or days between which it was. */
  readonly kind: 'many' | 'one' | 'text' | 'days'
  readonly options?: readonly FilterOption[]
  /** For typed values: what to type. */
  readonly placeholder?: string
  /** Whether the values can be what it shall not be. */
  readonly negatable?: boolean
  /** For typed values: several with commas between them, each looked for as a part. */
  readonly parts?: boolean
}

/** Where the address keeps the two ends of days: `created-after`, `created-before`. */
export function dayNames({ name }: Pick<FilterField, 'name'>): readonly [after: string, before: string] {
  return [`${name}-after`, `${name}-before`]
}

/** Every parameter that a field may have. */
export function namesOf(field: Pick<FilterField, 'name' | 'kind'>): readonly string[] {
  return field.kind === 'days' ? dayNames(field) : [field.name, `${field.name}!`]
}

/** The parameter that a field has now: the negated one only when it is there. */
export function nameNow({ name }: Pick<FilterField, 'name'>, params: URLSearchParams): string {
  return params.has(`${name}!`) ? `${name}!` : name
}

/** A field with its value as a person says it: `state`, `is any of`, `Enabled, Disabled`. */
export interface Said {
  readonly operator: string
  readonly value: string
}

const MOST_NAMED = 2

export function said(field: FilterField, params: URLSearchParams): Said {
  if (field.kind === 'days') return saidDays(field, params)
  const name = nameNow(field, params)
  const values = params.getAll(name)
  const texts = values.map((value) => field.options?.find((option) => option.value === value)?.label ?? value)
  const value = texts.length > MOST_NAMED ? `${texts.length} values` : texts.join(', ')
  const [is, isNot] = operators(field)
  return { operator: name === field.name ? is : isNot, value: value || 'any value' }
}

/** The words for wanted values, and for those that are not. */
export function operators({ kind, parts }: Pick<FilterField, 'kind' | 'parts'>): readonly [is: string, isNot: string] {
  if (parts) return ['contains', 'does not contain']
  return kind === 'many' ? ['is any of', 'is none of'] : ['is', 'is not']
}

function saidDays(field: FilterField, params: URLSearchParams): Said {
  const [after, before] = dayNames(field).map((name) => params.get(name) ?? '')
  if (after && before) return { operator: 'is between', value: `${after} and ${before}` }
  return after ? { operator: 'is from', value: after } : { operator: 'is before', value: before ?? '' }
}
