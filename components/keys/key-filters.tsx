'use client'

import { type ReactNode, useMemo } from 'react'
import type { FacetDto, FacetsDto, KeyPageDto } from '#console/dto/keys.ts'
import type { FilterField } from '../filters/fields.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, originText, plural, regionalityText, stateText, usageText } from '../format.ts'
import { TAG_PREFIX } from './list-params.ts'

interface KeyFiltersProps {
  readonly page: KeyPageDto
  /** Behind the filters. */
  readonly children?: ReactNode
}

export function KeyFilters({ page, children }: KeyFiltersProps) {
  const fields = useMemo(() => fieldsOf(page.facets), [page.facets])
  const { matching, total } = page
  return (
    <FilterBar fields={fields} search={<SearchBox label="Filter by alias, id, type, tag" />}>
      {children}
      <span className="ml-auto text-ink-3 tabular-nums max-sm:hidden" role="status">
        {matching === total ? plural(total, 'key') : `${count(matching)} of ${plural(total, 'key')}`}
      </span>
    </FilterBar>
  )
}

const USED = [
  { value: 'no', label: 'Never used' },
  { value: 'yes', label: 'Used at least once' },
] as const

function fieldsOf(facets: FacetsDto): readonly FilterField[] {
  const same = (value: string) => value
  const many = (name: string, label: string, options: FilterField['options'] = []): FilterField => {
    return { name, label, kind: 'many', options, negatable: true }
  }
  return [
    { name: 'alias', label: 'Alias', kind: 'text', parts: true, negatable: true, placeholder: 'prod, staging' },
    { name: 'id', label: 'Key ID', kind: 'text', parts: true, negatable: true, placeholder: '7f3a91c2' },
    many('state', 'State', optionsOf(facets.state, stateText)),
    many('type', 'Type', optionsOf(facets.type, same)),
    many('spec', 'Spec', optionsOf(facets.spec, same)),
    many('usage', 'Usage', optionsOf(facets.usage, usageText)),
    many('origin', 'Origin', optionsOf(facets.origin, originText)),
    many('regionality', 'Regionality', optionsOf(facets.regionality, regionalityText)),
    { name: 'created', label: 'Created', kind: 'days' },
    { name: 'used', label: 'Last used', kind: 'days' },
    { name: 'ever-used', label: 'Use', kind: 'one', options: USED },
    ...Object.entries(facets.tags).map(([key, values]) => {
      const named = values.filter(({ value }) => value !== '')
      return many(`${TAG_PREFIX}${key}`, `Tag ${key}`, optionsOf(named, same))
    }),
  ]
}

function optionsOf(facet: readonly FacetDto[], label: (value: string) => string) {
  return facet.map(({ value, count: found }) => ({ value, label: label(value), count: found }))
}
