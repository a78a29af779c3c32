'use client'

import type { CostPageDto } from '#console/dto/cost.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, plural } from '../format.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { Pager } from '../ui/pager.tsx'
import { Empty } from '../ui/states.tsx'
import { CostTable } from './cost-table.tsx'

/** The rows of a month, filtered and ordered as the address says. */
export function CostsByKey({ page }: { readonly page: CostPageDto }) {
  const { rows, matching, total, account } = page
  const { hrefWith } = useUrlState()
  const all = plural(total, 'row')
  return (
    <section aria-label="Cost by key" className="mt-6">
      <FilterBar fields={[]} search={<SearchBox label="Filter by alias, key id or Region" />}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {matching === total ? all : `${count(matching)} of ${all}`}
        </span>
      </FilterBar>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {rows.length === 0 ? (
          <Empty
            icon="search"
            title="Nothing matches this filter"
            action={
              <Link href={hrefWith({ q: undefined, page: undefined })} className={buttonClass()}>
                Clear the filter
              </Link>
            }
          />
        ) : (
          <CostTable rows={rows} account={account} />
        )}
      </Card>
      <Pager {...page} />
    </section>
  )
}

/** A month without a key and without a call. */
export function NoCost() {
  return (
    <Card className="mt-6">
      <Empty icon="gauge" title="Nothing cost anything in this month">
        <p>
          Keys are billed from the hour they are made in, calls when they are made. Neither was there: not even the free
          tier was touched.
        </p>
      </Empty>
    </Card>
  )
}
