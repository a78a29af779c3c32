'use client'

import { useMemo } from 'react'
import type { FacetDto, FacetsDto, KeyPageDto } from '#console/dto/keys.ts'
import type { FilterField } from '../filters/fields.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, originText, plural, regionalityText, stateText, usageText } from '../format.ts'
import { TAG_PREFIX } from './list-params.ts'

export function KeyFilters({ page }: { readonly page: KeyPageDto }) {
  const fields = useMemo(() => fieldsOf(page.facets), [page.facets])
  const { matching, total } = page
  return (
    <FilterBar fields={fields} search={<SearchBox label="Filter by alias, id, type, tag" />}>
      <span className="ml-auto text-ink-3 tabular-nums max-sm:hidden" role="status">
        {matching === total ? plural(total, 'key') : `${count(matching)} of ${plural(total, 'key')}`}
      </span>
    </FilterBar>
  )
}

function fieldsOf(facets: FacetsDto): readonly FilterField[] {
  const same = (value: string) => value
  return [
    { name: 'state', label: 'State', kind: 'many', options: options(facets.state, stateText) },
    { name: 'spec', label: 'Spec', kind: 'many', options: options(facets.spec, same) },
    { name: 'usage', label: 'Usage', kind: 'many', options: options(facets.usage, usageText) },
    { name: 'origin', label: 'Origin', kind: 'many', options: options(facets.origin, originText) },
    {
      name: 'regionality',
      label: 'Regionality',
      kind: 'many',
      options: options(facets.regionality, regionalityText),
    },
    ...Object.entries(facets.tags).map(
      ([key, values]): FilterField => ({
        name: `${TAG_PREFIX}${key}`,
        label: `Tag ${key}`,
        kind: 'many',
        options: options(
          values.filter(({ value }) => value !== ''),
          same,
        ),
      }),
    ),
  ]
}

function options(facet: readonly FacetDto[], label: (value: string) => string) {
  return facet.map(({ value, count: found }) => ({ value, label: label(value), count: found }))
}
