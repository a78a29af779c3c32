'use client'

import { useMemo, useState } from 'react'
import type { AliasDto, PageDto } from '#console/dto/keys.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, plural } from '../format.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { AliasTable } from './alias-table.tsx'
import { CreateAliasDialog } from './create-alias-dialog.tsx'
import { aliasListParams } from './list-params.ts'

/** All aliases of a Region. */
export function AliasesView({ actions }: { readonly actions: AliasActions }) {
  const { params } = useUrlState()
  const asked = useMemo(() => aliasListParams(paramsOf(params)), [params])
  const { data, error } = useConsoleQuery('aliasList', asked, { keep: true })
  const [creating, setCreating] = useState(false)
  return (
    <>
      <PageHead
        title="Aliases"
        actions={
          <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
            Create alias
          </Button>
        }
      />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (data.total === 0 ? <NoAliases /> : <List page={data} actions={actions} />)}
      <CreateAliasDialog actions={actions} open={creating} close={() => setCreating(false)} />
    </>
  )
}

interface ListProps {
  readonly page: PageDto<AliasDto>
  readonly actions: AliasActions
}

function List({ page, actions }: ListProps) {
  const { rows, matching, total } = page
  const all = plural(total, 'alias', 'aliases')
  return (
    <>
      <FilterBar fields={[]} search={<SearchBox label="Filter by alias or key id" />}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {matching === total ? all : `${count(matching)} of ${all}`}
        </span>
      </FilterBar>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {rows.length === 0 ? (
          <Empty icon="search" title="No alias matches" />
        ) : (
          <AliasTable aliases={rows} actions={actions} />
        )}
      </Card>
      <Pager {...page} />
    </>
  )
}

function NoAliases() {
  const { region } = useScope()
  return (
    <Card>
      <Empty icon="tag" title={`No aliases in ${region} yet`}>
        <p>An alias is a name for a key. Programs that use the name follow it when it is moved to another key.</p>
      </Empty>
    </Card>
  )
}
