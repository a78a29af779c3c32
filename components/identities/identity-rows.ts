import type { IdentityRowDto } from '#console/dto/identities.ts'

type Value = (row: IdentityRowDto) => string | number

const SORTS: Readonly<Record<string, Value>> = {
  name: ({ name }) => name.toLowerCase(),
  created: ({ createdAt }) => createdAt,
  seen: ({ seen }) => seen?.last ?? 0,
  attached: ({ attachments = 0 }) => attachments,
}

/** Those that hold every word, in an order; `sort` is a column, with a minus for the largest first. */
export function matching(rows: readonly IdentityRowDto[], search: string, sort: string): readonly IdentityRowDto[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const descending = sort.startsWith('-')
  const of = SORTS[descending ? sort.slice(1) : sort] ?? (({ name }: IdentityRowDto) => name.toLowerCase())
  const found = rows.filter((row) => {
    const text = [row.name, row.arn, row.description, ...(row.trusts ?? [])].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return found.toSorted((a, b) => {
    const [one, other] = [of(a), of(b)]
    const order = one < other ? -1 : one > other ? 1 : 0
    return descending ? -order : order
  })
}
