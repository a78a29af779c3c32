'use client'

import { useMemo, useState } from 'react'
import type { AliasDto, PageDto } from '#console/dto/keys.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import type { FilterField } from '../filters/fields.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { SearchBox } from '../filters/search-box.tsx'
import { count, plural, stateText } from '../format.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery, useConsoleRead } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CliCommand } from '../ui/cli-command.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Pager } from '../ui/pager.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { aliasesCsv, aliasesJson } from './alias-export.ts'
import { AliasTable } from './alias-table.tsx'
import { CreateAliasDialog } from './create-alias-dialog.tsx'
import { aliasListParams } from './list-params.ts'

/** All aliases of a Region. */
export function AliasesView({ actions }: { readonly actions: AliasActions }) {
  const { params } = useUrlState()
  const asked = useMemo(() => aliasListParams(paramsOf(params)), [params])
  const { data, error } = useConsoleQuery('aliasList', asked, { keep: true })
  const read = useConsoleRead()
  const [creating, setCreating] = useState(false)
  return (
    <>
      <PageHead
        title="Aliases"
        actions={
          <>
            {data && data.total > 0 && (
              <ExportMenu
                name="aliases"
                words={plural(data.matching, 'alias', 'aliases')}
                read={() => read('allAliases', asked)}
                csv={aliasesCsv}
                json={aliasesJson}
              />
            )}
            <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
              Create alias
            </Button>
          </>
        }
      />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (data.total === 0 ? <NoAliases /> : <List page={data} actions={actions} />)}
      <CreateAliasDialog actions={actions} open={creating} close={() => setCreating(false)} />
    </>
  )
}

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable'] as const

const FIELDS: readonly FilterField[] = [
  {
    name: 'state',
    label: 'Key status',
    kind: 'many',
    options: STATES.map((value) => ({ value, label: stateText(value) })),
  },
]

interface ListProps {
  readonly page: PageDto<AliasDto>
  readonly actions: AliasActions
}

function List({ page, actions }: ListProps) {
  const { rows, matching, total } = page
  const { hrefWith } = useUrlState()
  const all = plural(total, 'alias', 'aliases')
  return (
    <>
      <FilterBar fields={FIELDS} search={<SearchBox label="Filter by alias or key id" />}>
        <span role="status" className="ml-auto text-ink-3 tabular-nums">
          {matching === total ? all : `${count(matching)} of ${all}`}
        </span>
      </FilterBar>
      <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {rows.length === 0 ? (
          <Empty
            icon="search"
            title="No alias matches this filter"
            action={
              <Link href={hrefWith({ q: undefined, state: undefined, page: undefined })} className={buttonClass()}>
                Clear the filter
              </Link>
            }
          />
        ) : (
          <AliasTable aliases={rows} actions={actions} />
        )}
      </Card>
      <Pager {...page} />
    </>
  )
}

function NoAliases() {
  const { region } = useFrame().scope
  return (
    <Card>
      <Empty icon="tag" title={`No aliases in ${region} yet`}>
        <p>An alias is a name for a key. Programs that use the name follow it when it is moved to another key.</p>
        <CliCommand
          call={{ operation: 'CreateAlias', input: { AliasName: 'alias/payments', TargetKeyId: 'KEY_ID' } }}
        />
      </Empty>
    </Card>
  )
}
