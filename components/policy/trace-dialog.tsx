'use client'

import type { Setting } from '#policy/lab/access-levels.ts'
import { explainBare } from '#policy/lab/compare-access.ts'
import { TraceView } from '../audit/why/trace-view.tsx'
import { Dialog, DialogBody } from '../ui/dialog.tsx'
import { operationOf } from './columns.ts'
import type { Person } from './people.ts'

interface TraceDialogProps {
  readonly person: Person
  readonly action: string
  readonly setting: Setting
  readonly close: () => void
}

/** The whole way to a decision, for a request that brings nothing along. */
export function TraceDialog({ person, action, setting, close }: TraceDialogProps) {
  const trace = explainBare(person.subject, action, setting)
  return (
    <Dialog title={`${person.name}, ${operationOf(action)}`} open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <p className="text-ink-2">
          Judged for a request without an encryption context and without other condition keys than those that follow
          from the caller and the key.
        </p>
        <TraceView trace={trace} />
      </DialogBody>
    </Dialog>
  )
}
