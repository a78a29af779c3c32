'use client'

import { lazy, useMemo } from 'react'
import type { KeyPageDto } from '#console/dto/keys.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { ViewsMenu } from '../filters/views-menu.tsx'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery, useConsoleRead } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import type { KeyActions } from './actions.ts'
import { KeyFilters } from './key-filters.tsx'
import { ColumnsMenu } from './list/columns-menu.tsx'
import { keysCsv, keysJson } from './list/key-export.ts'
import type { KeyView } from './list/key-view.ts'
import { KeysTable } from './list/keys-table.tsx'
import { SelectAll } from './list/select-all.tsx'
import { useBulk } from './list/use-bulk.ts'
import { type KeyViewState, useKeyView } from './list/use-key-view.ts'
import { useSelection } from './list/use-selection.ts'
import { keyListParams, paramsOf } from './list-params.ts'
import { NoKeys, NoMatch } from './no-keys.tsx'

const ActionBar = lazy(async () => ({ default: (await import('./list/action-bar.tsx')).ActionBar }))

interface KeysViewProps {
  readonly actions: KeyActions
  /** How this browser shows the list where its address does not say. */
  readonly kept: KeyView
}

/** The customer managed keys of a Region; what is listed, and how, stands in the address. */
export function KeysView({ actions, kept }: KeysViewProps) {
  const { params } = useUrlState()
  const view = useKeyView(kept)
  const { size } = view
  const asked = useMemo(() => ({ ...keyListParams(paramsOf(params)), size }), [params, size])
  const { data, error } = useConsoleQuery('keys', asked, { keep: true })
  return (
    <>
      <PageHead
        title="Customer managed keys"
        actions={
          <>
            {data && data.total > 0 && (
              <span className="flex gap-2 max-sm:hidden">
                <ExportKeys page={data} asked={asked} />
                <ColumnsMenu columns={view.columns} onChange={view.setColumns} />
              </span>
            )}
            {data?.total !== 0 && <CreateKeyLink />}
          </>
        }
      />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error &&
        data &&
        (data.total === 0 ? <NoKeys /> : <KeyList page={data} asked={asked} view={view} actions={actions} />)}
    </>
  )
}

const PASSING = ['page']

const READY_VIEWS = [
  { name: 'Pending deletion', search: 'state=PendingDeletion&state=PendingReplicaDeletion' },
  { name: 'Never used', search: 'ever-used=no' },
  { name: 'Disabled or unavailable', search: 'state=Disabled&state=Unavailable&state=PendingImport' },
  { name: 'Multi-Region', search: 'regionality=PRIMARY&regionality=REPLICA' },
  { name: 'Rotation, next first', search: 'type=Symmetric&sort=rotation&columns=alias.id.state.origin.rotation.used' },
] as const

interface KeyListProps {
  readonly page: KeyPageDto
  readonly asked: QueryParams
  readonly view: KeyViewState
  readonly actions: KeyActions
}

function KeyList({ page, asked, view, actions }: KeyListProps) {
  const selection = useSelection()
  const bulk = useBulk(actions, selection.clear)
  const fresh = new Map(page.rows.map((row) => [row.keyId, row]))
  const chosen = [...selection.picked.values()].map((row) => fresh.get(row.keyId) ?? row)
  return (
    <>
      <KeyFilters page={page}>
        <ViewsMenu list="keys" passing={PASSING} ready={READY_VIEWS} />
        <span className="sm:hidden">
          <ExportKeys page={page} asked={asked} />
        </span>
      </KeyFilters>
      {page.matching === 0 ? (
        <NoMatch />
      ) : (
        <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0">
          <SelectAll page={page} asked={asked} selection={selection} />
          <KeysTable rows={page.rows} columns={view.columns} selection={selection} />
        </Card>
      )}
      <Pager page={page.page} pageSize={page.pageSize} matching={page.matching} onSize={view.keepSize} />
      <WhenOpen open={chosen.length > 0 || bulk.job !== undefined}>
        <ActionBar keys={chosen} bulk={bulk} clear={selection.clear} />
      </WhenOpen>
    </>
  )
}

function ExportKeys({ page, asked }: Pick<KeyListProps, 'page' | 'asked'>) {
  const read = useConsoleRead()
  return (
    <ExportMenu
      name="keys"
      words={plural(page.matching, 'key')}
      read={() => read('allKeys', asked)}
      csv={keysCsv}
      json={keysJson}
    />
  )
}

function CreateKeyLink() {
  const { createKey } = usePaths()
  return (
    <Link href={createKey} className={buttonClass('primary')}>
      <Icon name="plus" />
      Create key
      <span className="kbd" aria-hidden="true">
        c
      </span>
    </Link>
  )
}
