'use client'

import { usePathname } from 'next/navigation'
import { lazy, useState } from 'react'
import type { SandboxDetailDto } from '#console/dto/sandboxes.ts'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Fact, Facts, Mono } from '../settings/facts.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { At } from '../ui/time.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { ClockCard } from './clock-card.tsx'
import { FaultsCard } from './faults-card.tsx'
import { inSandbox } from './in-sandbox.ts'
import { QuotasCard } from './quotas-card.tsx'
import { SnapshotsCard } from './snapshots-card.tsx'
import { StateTags } from './state-tags.tsx'

const DeleteDialog = lazy(async () => ({ default: (await import('./delete-sandbox-dialog.tsx')).DeleteSandboxDialog }))
const BackDialog = lazy(async () => ({ default: (await import('./back-dialog.tsx')).BackDialog }))

/** One sandbox: its clock, what was kept of it, and the ways back and out. */
export function SandboxView({ id }: { readonly id: string }) {
  const { data, error } = useConsoleQuery('sandbox', { id })
  const { sandboxes } = usePaths()
  const up = { href: sandboxes, label: 'Sandboxes', here: data?.name ?? id }
  if (!data) {
    return (
      <>
        <PageHead title="Sandbox" up={up} />
        {error ? (
          <ErrorPanel
            error={error.error}
            action={
              <Link href={sandboxes} className={buttonClass('plain', 'small')}>
                All sandboxes
              </Link>
            }
          />
        ) : (
          <Skeleton />
        )}
      </>
    )
  }
  return (
    <>
      <PageHead
        title={<bdi>{data.name}</bdi>}
        badge={<StateTags {...data} />}
        up={up}
        actions={<SandboxMenuActions sandbox={data} />}
      >
        <p className="mono mt-0.5 flex min-w-0 items-center gap-1 text-ink-2">
          <span className="truncate">{data.id}</span>
          <CopyButton text={data.id} label="Copy sandbox id" />
        </p>
      </PageHead>
      <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-[minmax(0,1fr)]">
        <ClockCard sandbox={data} />
        <Card title="What is in it">
          <Facts>
            <Fact name="First account">
              <Mono text={data.accountId} label="account id" />
            </Fact>
            <Fact name="Holds">
              {plural(data.accounts, 'account')}, {plural(data.keys, 'key')}
            </Fact>
            <Fact name="Ids and material">
              {data.seeded ? 'From a seed: the same on every machine' : 'By chance: there is no seed'}
            </Fact>
            <Fact name="Created">
              <At time={data.createdAt} />, by the system clock
            </Fact>
          </Facts>
        </Card>
        <FaultsCard sandbox={data} />
        <QuotasCard sandbox={data} />
        <SnapshotsCard sandbox={data} className="col-span-full" />
      </div>
    </>
  )
}

function SandboxMenuActions({ sandbox }: { readonly sandbox: SandboxDetailDto }) {
  const [open, setOpen] = useState<'reset' | 'delete'>()
  const path = usePathname()
  const close = () => setOpen(undefined)
  const overview = path.replace(/\/sandboxes\/.*/, '/overview')
  return (
    <>
      <Button icon="undo" className="max-sm:[&>svg]:hidden" onClick={() => setOpen('reset')}>
        Reset
      </Button>
      <Button variant="danger" icon="bin" className="max-sm:[&>svg]:hidden" onClick={() => setOpen('delete')}>
        Delete
      </Button>
      <Link
        href={inSandbox(overview, { sandbox: sandbox.id, account: sandbox.accountId })}
        className={buttonClass('primary')}
      >
        Open
      </Link>
      <WhenOpen open={open === 'reset'}>
        <BackDialog sandbox={sandbox} close={close} />
      </WhenOpen>
      <WhenOpen open={open === 'delete'}>
        <DeleteDialog sandbox={sandbox} close={close} />
      </WhenOpen>
    </>
  )
}
