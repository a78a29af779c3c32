'use client'

import { useMemo, useState } from 'react'
import type { KeyPageDto, KeyRowDto } from '#console/dto/keys.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useShortcut } from '../hooks/use-shortcut.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { ActionBar } from './action-bar.tsx'
import type { KeyActions } from './actions.ts'
import { KeyFilters } from './key-filters.tsx'
import { KeysTable } from './keys-table.tsx'
import { keyListParams, paramsOf } from './list-params.ts'
import { NoKeys, NoMatch } from './no-keys.tsx'

/** The customer managed keys of a Region; what is listed, and how, stands in the address. */
export function KeysView({ actions }: { readonly actions: KeyActions }) {
  const { params } = useUrlState()
  const asked = useMemo(() => keyListParams(paramsOf(params)), [params])
  const { data, error } = useConsoleQuery('keys', asked, { keep: true })
  return (
    <>
      <PageHead title="Customer managed keys" actions={<CreateKeyLink />} />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (data.total === 0 ? <NoKeys /> : <KeyList page={data} actions={actions} />)}
    </>
  )
}

function KeyList({ page, actions }: { readonly page: KeyPageDto; readonly actions: KeyActions }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const chosen = page.rows.filter((row) => selected.has(row.keyId))
  return (
    <>
      <KeyFilters page={page} />
      {page.matching === 0 ? (
        <NoMatch />
      ) : (
        <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0">
          <KeysTable rows={page.rows} selected={selected} onSelect={setSelected} />
        </Card>
      )}
      <Pager page={page.page} pageSize={page.pageSize} matching={page.matching} />
      {chosen.length > 0 && <ActionBar keys={chosen} actions={actions} clear={() => setSelected(none())} />}
    </>
  )
}

function none(): ReadonlySet<KeyRowDto['keyId']> {
  return new Set()
}

function CreateKeyLink() {
  const { createKey } = usePaths()
  const open = useShortcut<HTMLAnchorElement>('c', (link) => link.click())
  return (
    <Link ref={open} href={createKey} className={buttonClass('primary')}>
      <Icon name="plus" />
      Create key
      <span className="kbd" aria-hidden="true">
        c
      </span>
    </Link>
  )
}
