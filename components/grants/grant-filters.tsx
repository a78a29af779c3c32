'use client'

import { type ReactNode, useMemo } from 'react'
import type { GrantFacetDto, GrantListDto } from '#console/dto/grants.ts'
import type { FilterField } from '../filters/fields.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { aliasText, keyIdOf, shortId } from '../format.ts'
import { principalText } from './grant-sentence.ts'

/** By key, grantee, operation and retiring principal, with how many grants have each. */
export function GrantFilters({ page, children }: { readonly page: GrantListDto; readonly children: ReactNode }) {
  const fields = useMemo(() => fieldsOf(page), [page])
  return (
    <FilterBar fields={fields} search={<SearchBox label="Filter by name, key, ARN" />}>
      {children}
    </FilterBar>
  )
}

const AGES = [30, 90, 365].map((days) => ({ value: String(days), label: `over ${days} days` }))

function fieldsOf({ facets, rows }: GrantListDto): readonly FilterField[] {
  const aliases = new Map(rows.map(({ keyArn, aliases: [first] }) => [keyArn, first]))
  const keyText = (arn: string) => aliasText(aliases.get(arn) ?? shortId(keyIdOf(arn)))
  const same = (value: string) => value
  return [
    { name: 'key', label: 'Key', kind: 'many', options: options(facets.key, keyText) },
    { name: 'grantee', label: 'Grantee', kind: 'many', options: options(facets.grantee, principalText) },
    { name: 'operation', label: 'Operation', kind: 'many', options: options(facets.operation, same) },
    { name: 'retiree', label: 'Retiring principal', kind: 'many', options: options(facets.retiree, retireeText) },
    { name: 'age', label: 'Age', kind: 'one', options: AGES },
  ]
}

const retireeText = (value: string) => (value === 'none' ? 'none' : principalText(value))

function options(facet: readonly GrantFacetDto[], label: (value: string) => string) {
  return facet.map(({ value, count }) => ({ value, label: label(value), count }))
}
