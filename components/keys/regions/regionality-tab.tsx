'use client'

import { lazy, useState } from 'react'
import type { KeyDto, MemberDto } from '#console/dto/keys.ts'
import { useFrame, usePaths } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import type { Action } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { isBusy } from '../actions.ts'
import { KeyStatus } from '../key-status.tsx'

const ReplicateDialog = lazy(async () => ({ default: (await import('./replicate-dialog.tsx')).ReplicateDialog }))

const ChangePrimaryDialog = lazy(async () => ({
  default: (await import('./change-primary-dialog.tsx')).ChangePrimaryDialog,
}))

export interface RegionActions {
  readonly replicateKey: Action<[keyId: string, region: string, copies: boolean]>
  readonly changePrimary: Action<[keyId: string, region: string]>
}

interface RegionalityTabProps {
  readonly keyId: string
  readonly actions: RegionActions
}

/** The members of a multi-Region key. */
export function RegionalityTab({ keyId, actions }: RegionalityTabProps) {
  const { data: key } = useConsoleQuery('key', { id: keyId })
  const { data, error } = useConsoleQuery('members', { id: keyId }, { until: isSettled })
  if (error) return <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  return (
    <div className="grid gap-3">
      <Card
        title="Regions of this key"
        aside={<span className="tabular-nums">{data.length}</span>}
        actions={
          key.regionality === 'PRIMARY' ? (
            <PrimaryActions keyDto={key} members={data} actions={actions} />
          ) : (
            <ToPrimary keyDto={key} />
          )
        }
      >
        <Members keyId={keyId} members={data} />
      </Card>
      <p className="text-ink-3">
        Shared by all: key id, material, rotation, spec and usage. Each Region’s own: key policy, aliases, tags, grants,
        enabled or not.
      </p>
    </div>
  )
}

function isSettled(members: readonly MemberDto[]): boolean {
  return !members.some(({ state }) => state !== undefined && isBusy(state))
}

interface PrimaryActionsProps {
  readonly keyDto: KeyDto
  readonly members: readonly MemberDto[]
  readonly actions: RegionActions
}

function PrimaryActions({ keyDto, members, actions }: PrimaryActionsProps) {
  const [dialog, setDialog] = useState<'replicate' | 'primary'>()
  const replicas = members.filter(({ type }) => type === 'REPLICA')
  const reason = keyDto.state === 'Enabled' ? undefined : 'Only while the primary is enabled'
  const close = () => setDialog(undefined)
  return (
    <>
      <Button
        size="small"
        reason={reason ?? (replicas.length === 0 ? 'There is no replica yet' : undefined)}
        onClick={() => setDialog('primary')}
      >
        Change primary…
      </Button>
      <Button size="small" variant="primary" icon="plus" reason={reason} onClick={() => setDialog('replicate')}>
        Replicate…
      </Button>
      <WhenOpen open={dialog === 'replicate'}>
        <ReplicateDialog keyDto={keyDto} replicateKey={actions.replicateKey} open close={close} />
      </WhenOpen>
      <WhenOpen open={dialog === 'primary'}>
        <ChangePrimaryDialog
          keyDto={keyDto}
          replicas={replicas}
          changePrimary={actions.changePrimary}
          open
          close={close}
        />
      </WhenOpen>
    </>
  )
}

function ToPrimary({ keyDto: { keyId, regions } }: { readonly keyDto: KeyDto }) {
  const { key } = usePaths()
  return (
    <span className="text-ink-2">
      Replicated by its primary in{' '}
      <Link href={`${key(keyId, regions[0])}/regionality`} className={`mono ${textLink}`}>
        {regions[0]}
      </Link>
    </span>
  )
}

function Members({ keyId, members }: { readonly keyId: string; readonly members: readonly MemberDto[] }) {
  const { key } = usePaths()
  const { scope, regions } = useFrame()
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th>Region</th>
            <th>Type</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ region, type, state, deletionAt }) => (
            <tr key={region}>
              <td className="at-a">
                <Link href={`${key(keyId, region)}/regionality`} className="row-link">
                  <span className="mono mr-1.5 font-strong">{region}</span>{' '}
                  <span className="text-base text-ink-3">{regions.find(({ id }) => id === region)?.name}</span>
                </Link>
                {region === scope.region && <span className="ml-2 text-ink-3 text-sm">this page</span>}
              </td>
              <td className="at-c">{type === 'PRIMARY' ? <Tag tone="accent">Primary</Tag> : 'Replica'}</td>
              <td className="at-b">
                {state ? (
                  <KeyStatus state={state} deletionAt={deletionAt} />
                ) : (
                  <span className="text-ink-3">Not for you to see</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
