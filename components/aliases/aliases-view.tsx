'use client'

import { useState } from 'react'
import type { AliasDto } from '#console/dto/keys.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, plural } from '../format.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { AliasTable } from './alias-table.tsx'
import { CreateAliasDialog } from './create-alias-dialog.tsx'

/** All aliases of a Region. */
export function AliasesView({ actions }: { readonly actions: AliasActions }) {
  const aliases = useConsoleQuery('aliases')
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
      {aliases.error && <ErrorPanel error={aliases.error.error} />}
      {!aliases.error && !aliases.data && <Skeleton />}
      {aliases.data && <List aliases={aliases.data} actions={actions} />}
      <CreateAliasDialog actions={actions} open={creating} close={() => setCreating(false)} />
    </>
  )
}

interface ListProps {
  readonly aliases: readonly AliasDto[]
  readonly actions: AliasActions
}

function List({ aliases, actions }: ListProps) {
  const { region } = useScope()
  const { params } = useUrlState()
  const words = (params.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const shown = aliases.filter(({ name, keyId }) =>
    words.every((word) => `${name} ${keyId}`.toLowerCase().includes(word)),
  )
  if (aliases.length === 0) {
    return (
      <Card>
        <Empty icon="tag" title={`No aliases in ${region} yet`}>
          <p>An alias is a name for a key. Programs that use the name follow it when it is moved to another key.</p>
        </Empty>
      </Card>
    )
  }
  return (
    <>
      <FilterBar fields={[]} search={<SearchBox label="Filter by alias or key id" />}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {shown.length === aliases.length
            ? plural(aliases.length, 'alias', 'aliases')
            : `${count(shown.length)} of ${plural(aliases.length, 'alias', 'aliases')}`}
        </span>
      </FilterBar>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {shown.length === 0 ? (
          <Empty icon="search" title="No alias matches" />
        ) : (
          <AliasTable aliases={shown} actions={actions} />
        )}
      </Card>
    </>
  )
}
