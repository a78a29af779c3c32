'use client'

import { lazy, useState } from 'react'
import type { NewGrantDto } from '#console/dto/grants.ts'
import type { KeyDto } from '#console/dto/keys.ts'
import { useFrame } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import type { Action } from '../../hooks/use-action.ts'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { Link } from '../../ui/link.tsx'
import { Empty, ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import type { Ending } from './end-grant-dialog.tsx'
import { GrantTable } from './grant-table.tsx'
import { grantListParams } from './list-params.ts'

const EndGrantDialog = lazy(async () => ({ default: (await import('./end-grant-dialog.tsx')).EndGrantDialog }))

const CreateGrantDialog = lazy(async () => ({ default: (await import('./create-grant-dialog.tsx')).CreateGrantDialog }))

export interface GrantActions {
  readonly createGrant: Action<[keyId: string, form: NewGrantDto]>
  readonly retireGrant: Action<[keyArn: string, grantId: string]>
  readonly revokeGrant: Action<[keyId: string, grantId: string]>
}

interface GrantsTabProps {
  readonly keyId: string
  readonly actions: GrantActions
}

/** The grants in force on one key. */
export function GrantsTab({ keyId, actions }: GrantsTabProps) {
  const { params } = useUrlState()
  const marker = params.get('marker') ?? undefined
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('grants', grantListParams(keyId, { marker }))
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Ending>()
  if (error) return <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  const empty = data.grants.length === 0 && marker === undefined
  return (
    <>
      <Card
        title="Grants"
        actions={
          <Button size="small" icon="plus" reason={createReason(key)} onClick={() => setCreating(true)}>
            Create grant
          </Button>
        }
      >
        {empty ? <NoGrants keyDto={key} /> : <GrantTable grants={data.grants} end={setEnding} />}
      </Card>
      <Pages isFirst={marker === undefined} next={data.next} />
      <WhenOpen open={creating}>
        <CreateGrantDialog keyDto={key} createGrant={actions.createGrant} open close={() => setCreating(false)} />
      </WhenOpen>
      <WhenOpen open={ending !== undefined}>
        <EndGrantDialog keyDto={key} ending={ending} actions={actions} close={() => setEnding(undefined)} />
      </WhenOpen>
    </>
  )
}

function createReason({ state }: KeyDto): string | undefined {
  return state === 'Enabled' || state === 'Updating' ? undefined : 'Only an enabled key takes grants'
}

function NoGrants({ keyDto }: { readonly keyDto: KeyDto }) {
  const { endpoint, scope } = useFrame()
  return (
    <Empty icon="grant" title="No grant is in force on this key">
      <p>
        A grant lets one principal use the key for some operations, beside the key policy and until someone ends it. AWS
        services ask for them to act on your behalf.
      </p>
      <p className="mono max-w-full rounded-m bg-hover px-3 py-1.5 text-left text-ink wrap-anywhere">
        aws kms create-grant --key-id {keyDto.keyId} --grantee-principal {'<arn>'} --operations Decrypt --endpoint-url{' '}
        {endpoint} --region {scope.region}
      </p>
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
