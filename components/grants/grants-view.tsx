'use client'

import { lazy, useMemo, useState } from 'react'
import type { GrantListDto } from '#console/dto/grants.ts'
import { count, plural } from '../format.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { besideDrawer } from '../ui/drawer.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { Segments } from '../ui/segments.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import type { GrantActions } from './actions.ts'
import type { Ending } from './end-grants-dialog.tsx'
import { GrantFilters } from './grant-filters.tsx'
import { GrantTable } from './grant-table.tsx'
import { grantListParams } from './list-params.ts'
import { NoGrants } from './no-grants.tsx'
import { SelectedGrants } from './selected-grants.tsx'

const GrantDrawer = lazy(async () => ({ default: (await import('./grant-drawer.tsx')).GrantDrawer }))
const EndGrantsDialog = lazy(async () => ({ default: (await import('./end-grants-dialog.tsx')).EndGrantsDialog }))
const CreateGrantDialog = lazy(async () => ({
  default: (await import('../keys/grants/create-grant-dialog.tsx')).CreateGrantDialog,
}))

const VIEWS = [
  { value: 'all', label: 'On our keys' },
  { value: 'retirable', label: 'I may retire' },
] as const

/** Every grant of a Region; AWS shows none of them. What is listed and which one is open stands in the address. */
export function GrantsView({ actions }: { readonly actions: GrantActions }) {
  const { params, set } = useUrlState()
  const { region } = useScope()
  const asked = useMemo(() => grantListParams(paramsOf(params)), [params])
  const { data, error } = useConsoleQuery('grantList', asked, { keep: true })
  const [creating, setCreating] = useState(false)
  const open = params.get('grant')
  const [ending, setEnding] = useState<Ending>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const isRetirable = params.has('retirable')
  function ended(any: boolean) {
    setEnding(undefined)
    if (any) setSelected(new Set())
    if (any && open) set({ grant: undefined }, 'replace')
  }
  return (
    <div className={open ? besideDrawer : ''}>
      <PageHead
        title="Grants"
        actions={
          <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
            Create grant
          </Button>
        }
      >
        <p className="text-ink-2">
          Who may use a key without a policy saying so, on every key of {region}. A grant stays until someone ends it.
        </p>
      </PageHead>
      <div className="mb-3">
        <Segments
          label="Which grants"
          value={isRetirable ? 'retirable' : 'all'}
          options={VIEWS}
          onChange={(view) => set({ retirable: view === 'retirable' ? '1' : undefined, page: undefined })}
        />
      </div>
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && data.total === 0 && <NoGrants isRetirable={isRetirable} />}
      {!error && data && data.total > 0 && (
        <List page={data} selected={selected} setSelected={setSelected} end={setEnding} />
      )}
      <WhenOpen open={open !== null}>
        <GrantDrawer grantId={open ?? ''} grants={data?.rows ?? []} end={setEnding} />
      </WhenOpen>
      <WhenOpen open={creating}>
        <CreateGrantDialog createGrant={actions.createGrant} open close={() => setCreating(false)} />
      </WhenOpen>
      {ending && (
        <WhenOpen open>
          <EndGrantsDialog ending={ending} actions={actions} close={ended} />
        </WhenOpen>
      )}
    </div>
  )
}

interface ListProps {
  readonly page: GrantListDto
  readonly selected: ReadonlySet<string>
  readonly setSelected: (ids: ReadonlySet<string>) => void
  readonly end: (ending: Ending) => void
}

function List({ page, selected, setSelected, end }: ListProps) {
  const { rows, matching, total, isCut } = page
  const all = `${isCut ? 'more than ' : ''}${plural(total, 'grant')}`
  const chosen = rows.filter(({ grantId }) => selected.has(grantId))
  return (
    <>
      <GrantFilters page={page}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {matching === total ? all : `${count(matching)} of ${all}`}
        </span>
      </GrantFilters>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {rows.length === 0 ? (
          <Empty icon="search" title="No grant matches this filter" />
        ) : (
          <GrantTable grants={rows} selection={{ ids: selected, set: setSelected }} />
        )}
      </Card>
      <Pager {...page} />
      {chosen.length > 0 && <SelectedGrants grants={chosen} end={end} clear={() => setSelected(new Set())} />}
    </>
  )
}
