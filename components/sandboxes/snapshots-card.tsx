'use client'

import { type FormEvent, lazy, useState } from 'react'
import type { SandboxDetailDto, SnapshotDto } from '#console/dto/sandboxes.ts'
import { count } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { At } from '../ui/time.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

const BackDialog = lazy(async () => ({ default: (await import('./back-dialog.tsx')).BackDialog }))

interface SnapshotsCardProps {
  readonly sandbox: SandboxDetailDto
  readonly className?: string
}

/** States of a sandbox that were kept, and the way back to each. */
export function SnapshotsCard({ sandbox, className = '' }: SnapshotsCardProps) {
  const { snapshots } = sandbox
  return (
    <Card title="Snapshots" aside={snapshots.length > 0 ? snapshots.length : undefined} className={className}>
      {snapshots.length > 0 && (
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Name</th>
              <th>Made</th>
              <th className="end">Events</th>
              <th className="end">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {snapshots.map((snapshot) => (
              <Row key={snapshot.name} sandbox={sandbox} snapshot={snapshot} />
            ))}
          </tbody>
        </table>
      )}
      <NewSnapshot id={sandbox.id} />
    </Card>
  )
}

function Row({ sandbox, snapshot }: { readonly sandbox: SandboxDetailDto; readonly snapshot: SnapshotDto }) {
  const [asking, setAsking] = useState(false)
  const { deleteSnapshot } = useSandboxActions()
  const forget = useSandboxAction(deleteSnapshot, { done: () => ({ title: `Snapshot ${snapshot.name} deleted` }) })
  return (
    <tr>
      <td className="at-a mono">{snapshot.name}</td>
      <td className="at-c text-ink-2">
        <At time={snapshot.createdAt} />
      </td>
      <td className="end">{count(snapshot.events)}</td>
      <td className="at-b end">
        <span className="inline-flex gap-1">
          <Button
            size="small"
            variant="ghost"
            icon="undo"
            aria-label={`Restore ${snapshot.name}`}
            onClick={() => setAsking(true)}
          >
            Restore
          </Button>
          <Button
            size="small"
            variant="danger-ghost"
            aria-label={`Delete ${snapshot.name}`}
            busy={forget.busy}
            onClick={() => forget.run(sandbox.id, snapshot.name)}
          >
            Delete
          </Button>
        </span>
        <WhenOpen open={asking}>
          <BackDialog sandbox={sandbox} snapshot={snapshot} close={() => setAsking(false)} />
        </WhenOpen>
      </td>
    </tr>
  )
}

function NewSnapshot({ id }: { readonly id: string }) {
  const [name, setName] = useState('')
  const { createSnapshot } = useSandboxActions()
  const { run, busy, error } = useSandboxAction(createSnapshot, {
    quiet: true,
    done: () => ({ title: 'Snapshot kept' }),
    onDone: () => setName(''),
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() !== '') run(id, name.trim())
  }
  return (
    <form onSubmit={submit} className="grid gap-2 px-4 py-3.5 not-first:border-line-faint not-first:border-t">
      <div className="grid max-w-[480px] grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <TextField
          label="Keep it as it is now, under the name"
          hint="Lower-case letters, digits and dashes; a name that is there already is written over."
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="before-the-demo"
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" busy={busy} className="mt-6 h-9 w-24">
          Keep
        </Button>
      </div>
      {error && <ErrorPanel error={error} />}
    </form>
  )
}
