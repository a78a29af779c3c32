'use client'

import { type FormEvent, useState } from 'react'
import type { RotationsDto } from '#console/dto/keys.ts'
import { type Action, useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { periodProblem } from '../name-rules.ts'

interface RotationDialogProps {
  readonly keyId: string
  readonly rotations: RotationsDto
  readonly setRotation: Action<[keyId: string, days: number | null]>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function RotationDialog({ open, onOpenChange, ...rest }: RotationDialogProps) {
  return (
    <Dialog title="Automatic rotation" open={open} onOpenChange={onOpenChange}>
      <Form {...rest} close={() => onOpenChange(false)} />
    </Dialog>
  )
}

/** AWS KMS API reference, EnableKeyRotation: the next rotation is a period after the call, whatever was before. */
const COUNTS_ANEW = 'Turned on again, the days count from then.'

const rotationText = (days: number | null) =>
  days === null ? 'Automatic rotation is off' : `Rotates every ${days} days`

interface FormProps extends Pick<RotationDialogProps, 'keyId' | 'rotations' | 'setRotation'> {
  readonly close: () => void
}

function Form({ keyId, rotations, setRotation, close }: FormProps) {
  const [on, setOn] = useState(rotations.periodInDays !== undefined)
  const [period, setPeriod] = useState(String(rotations.periodInDays ?? 365))
  const problem = on ? periodProblem(period) : undefined
  const before = rotations.periodInDays
  const back = useAction(setRotation, { done: (_, [, days]) => ({ title: rotationText(days) }) })
  const { run, busy, error } = useAction(setRotation, {
    quiet: true,
    done: (_, [, days]) => ({ title: rotationText(days), ...(days === null && { detail: COUNTS_ANEW }) }),
    undo: (_, [id]) => back.run(id, before ?? null),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run(keyId, on ? Number(period) : null)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">New material encrypts from then on; what older material encrypted still opens.</p>
        <Switch checked={on} onChange={setOn}>
          Rotate by itself
        </Switch>
        {on && (
          <TextField
            label="Days between rotations"
            type="number"
            min={90}
            max={2560}
            value={period}
            onChange={(event) => setPeriod(event.target.value)}
            error={problem}
          />
        )}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={problem}>
          Save
        </Button>
      </DialogFooter>
    </form>
  )
}
