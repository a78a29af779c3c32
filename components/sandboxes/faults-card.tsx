'use client'

import { lazy, useState } from 'react'
import type { FaultDto, SandboxDto } from '#console/dto/sandboxes.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { faultText } from './fault-words.ts'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

const AddFaultDialog = lazy(async () => ({ default: (await import('./add-fault-dialog.tsx')).AddFaultDialog }))

/** What goes wrong in a sandbox because somebody asked for it. */
export function FaultsCard({ sandbox: { id, faults } }: { readonly sandbox: SandboxDto }) {
  const [adding, setAdding] = useState(false)
  const { setFaults } = useSandboxActions()
  const { run, busy } = useSandboxAction(setFaults)
  const without = (fault: FaultDto) => faults.filter((each) => each !== fault)
  return (
    <Card
      title="Faults"
      aside={faults.length > 0 ? 'on' : undefined}
      actions={
        <>
          {faults.length > 1 && (
            <Button size="small" variant="ghost" busy={busy} onClick={() => run(id, [])}>
              Switch all off
            </Button>
          )}
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            Switch on a fault
          </Button>
        </>
      }
    >
      {faults.length === 0 && (
        <p className="px-4 py-3.5 text-ink-2">
          None is on. A fault makes calls in this sandbox throttled, slow or fail, so that you see what your application
          does then.
        </p>
      )}
      <ul>
        {faults.map((fault) => (
          <li
            key={fault.id}
            className="flex min-h-(--row) items-center gap-2.5 px-4 py-1 not-first:border-line-faint not-first:border-t"
          >
            <Icon name="warning" className="size-4 flex-none text-warn" />
            <span className="min-w-0 flex-1 wrap-anywhere">{faultText(fault)}</span>
            <IconButton
              icon="cross"
              label={`Switch off: ${faultText(fault)}`}
              className="size-7 max-sm:size-9"
              aria-disabled={busy || undefined}
              onClick={() => run(id, without(fault))}
            />
          </li>
        ))}
      </ul>
      <WhenOpen open={adding}>
        <AddFaultDialog id={id} faults={faults} close={() => setAdding(false)} />
      </WhenOpen>
    </Card>
  )
}
