'use client'

import { lazy, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import type { GrantActions } from '../../grants/actions.ts'
import type { Ending } from '../../grants/end-grants-dialog.tsx'
import { GrantTable } from '../../grants/grant-table.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useAllowed } from '../../hooks/use-allowed.ts'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { CliCommand } from '../../ui/cli-command.tsx'
import { besideDrawer } from '../../ui/drawer.tsx'
import { Link } from '../../ui/link.tsx'
import { Empty, ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { grantListParams } from './list-params.ts'

const GrantDrawer = lazy(async () => ({ default: (await import('../../grants/grant-drawer.tsx')).GrantDrawer }))
const EndGrantsDialog = lazy(async () => ({
  default: (await import('../../grants/end-grants-dialog.tsx')).EndGrantsDialog,
}))
const CreateGrantDialog = lazy(async () => ({ default: (await import('./create-grant-dialog.tsx')).CreateGrantDialog }))

interface GrantsTabProps {
  readonly keyId: string
  readonly actions: GrantActions
}

/** The grants in force on one key. */
export function GrantsTab({ keyId, actions }: GrantsTabProps) {
  const { params, set } = useUrlState()
  const marker = params.get('marker') ?? undefined
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('grants', grantListParams(keyId, { marker }))
  const refusal = useAllowed(keyId)
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Ending>()
  if (error) return <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  const grants = data.grants.map((grant) => ({ ...grant, aliases: key.aliases }))
  const empty = data.grants.length === 0 && marker === undefined
  const open = params.get('grant')
  function ended(any: boolean) {
    setEnding(undefined)
    if (any && open) set({ grant: undefined }, 'replace')
  }
  return (
    <div className={open ? besideDrawer : ''}>
      <Card
        title="Grants"
        actions={
          <Button
            size="small"
            icon="plus"
            reason={createReason(key) ?? refusal('CreateGrant')}
            onClick={() => setCreating(true)}
          >
            Create grant
          </Button>
        }
      >
        {empty ? <NoGrants keyDto={key} /> : <GrantTable grants={grants} ofKey />}
      </Card>
      <Pages isFirst={marker === undefined} next={data.next} />
      <WhenOpen open={creating}>
        <CreateGrantDialog keyDto={key} createGrant={actions.createGrant} open close={() => setCreating(false)} />
      </WhenOpen>
      <WhenOpen open={open !== null}>
        <GrantDrawer grantId={open ?? ''} grants={grants} end={setEnding} />
      </WhenOpen>
      {ending && (
        <WhenOpen open>
          <EndGrantsDialog ending={ending} actions={actions} close={ended} />
        </WhenOpen>
      )}
    </div>
  )
}

function createReason({ state }: KeyDto): string | undefined {
  return state === 'Enabled' || state === 'Updating' ? undefined : 'Only an enabled key takes grants'
}

function NoGrants({ keyDto }: { readonly keyDto: KeyDto }) {
  return (
    <Empty icon="grant" title="No grant is in force on this key">
      <p>
        A grant lets one principal use the key for some operations, beside the key policy and until someone ends it. AWS
        services ask for them to act on your behalf.
      </p>
      <CliCommand
        call={{
          operation: 'CreateGrant',
          input: { KeyId: keyDto.keyId, GranteePrincipal: '<arn>', Operations: ['Decrypt'] },
        }}
      />
    </Empty>
  )
}

/** A key can have 50,000 grants, and the service gives them page by page, forward only. */
function Pages({ isFirst, next }: { readonly isFirst: boolean; readonly next: string | undefined }) {
  const { hrefWith } = useUrlState()
  if (isFirst && next === undefined) return null
  return (
    <nav aria-label="Pages" className="mt-3 flex justify-end gap-2">
      {!isFirst && (
        <Link href={hrefWith({ marker: undefined })} className={buttonClass('plain', 'small')}>
          First page
        </Link>
      )}
      {next !== undefined && (
        <Link href={hrefWith({ marker: next })} className={buttonClass('plain', 'small')}>
          Next page
        </Link>
      )}
    </nav>
  )
}
