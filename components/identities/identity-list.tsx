'use client'

import { lazy, useState } from 'react'
import type { IdentityKind, IdentityRowDto } from '#console/dto/identities.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, plural } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import type { IdentityActions } from './actions.ts'
import { matching } from './identity-rows.ts'
import { IdentityTable } from './identity-table.tsx'
import { IdentityTabs } from './identity-tabs.tsx'
import { KINDS } from './kinds.ts'

const CreateIdentityDialog = lazy(async () => ({
  default: (await import('./create-identity-dialog.tsx')).CreateIdentityDialog,
}))

interface IdentityListProps {
  readonly kind: IdentityKind
  readonly actions: IdentityActions
}

/** The users, roles, groups or managed policies of the account. */
export function IdentityList({ kind, actions }: IdentityListProps) {
  const { data, error } = useConsoleQuery(kind)
  const [creating, setCreating] = useState(false)
  const { one } = KINDS[kind]
  return (
    <>
      <PageHead
        title="Identities"
        actions={
          <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
            Create {one}
          </Button>
        }
      >
        <p className="text-ink-2">Who there is in this account, and what is attached to them.</p>
      </PageHead>
      <IdentityTabs />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && <Rows kind={kind} rows={data} />}
      <WhenOpen open={creating}>
        <CreateIdentityDialog kind={kind} actions={actions} close={() => setCreating(false)} />
      </WhenOpen>
    </>
  )
}

function Rows({ kind, rows }: { readonly kind: IdentityKind; readonly rows: readonly IdentityRowDto[] }) {
  const { params } = useUrlState()
  const { one, many, icon, about } = KINDS[kind]
  const shown = matching(rows, params.get('q') ?? '', params.get('sort') ?? 'name')
  if (rows.length === 0) {
    return (
      <Card>
        <Empty icon={icon} title={`No ${many} in this account yet`}>
          <p>{about}</p>
        </Empty>
      </Card>
    )
  }
  const all = plural(rows.length, one, many)
  return (
    <>
      <FilterBar fields={[]} search={<SearchBox label={`Filter ${many}`} />}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {shown.length === rows.length ? all : `${count(shown.length)} of ${all}`}
        </span>
      </FilterBar>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {shown.length === 0 ? (
          <Empty icon="search" title={`No ${one} matches`} />
        ) : (
          <IdentityTable kind={kind} rows={shown} />
        )}
      </Card>
    </>
  )
}
