import { keyTypeOf } from '#model/key-type.ts'
import type { FacetDto, FacetsDto, KeyRowDto } from './dto/keys.ts'
import { compare } from './order.ts'

/** How many keys have each value. */
export function facetsOf(rows: readonly KeyRowDto[]): FacetsDto {
  const tags = Map.groupBy(
    rows.flatMap((row) => row.tags),
    (tag) => tag.key,
  )
  const names = [...tags.keys()].sort()
  return {
    state: facet(rows.map((row) => row.state)),
    type: facet(rows.map((row) => keyTypeOf(row.spec))),
    spec: facet(rows.map((row) => row.spec)),
    usage: facet(rows.map((row) => row.usage)),
    origin: facet(rows.map((row) => row.origin)),
    regionality: facet(rows.map((row) => row.regionality)),
    tags: Object.fromEntries(names.map((name) => [name, facet((tags.get(name) ?? []).map((tag) => tag.value))])),
  }
}

function facet(values: readonly string[]): readonly FacetDto[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => compare(a.value, b.value))
}
