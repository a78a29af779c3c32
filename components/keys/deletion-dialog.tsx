'use client'

import { type FormEvent, useState } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { plural } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useNow } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { BlastRadius } from './blast-radius.tsx'
import { CopyCall } from './copy-call.tsx'
import { confirmationFor, daysProblem } from './deletion-rules.ts'
import { KeyImpact } from './key-impact.tsx'

const LONGEST = 30
const A_DAY = 86_400_000

interface DeletionDialogProps {
  readonly keys: readonly KeyRowDto[]
  readonly schedule: (days: number) => void
  readonly busy?: boolean
  readonly close: () => void
}

/** Asks before the one act that ends in loss, and shows what hangs on the keys. */
export function DeletionDialog({ keys, close, ...rest }: DeletionDialogProps) {
  return (
    <Dialog title={`Schedule deletion of ${plural(keys.length, 'key')}`} open onOpenChange={(open) => !open && close()}>
      <Form keys={keys} close={close} {...rest} />
    </Dialog>
  )
}

function Form({ keys, schedule, busy = false, close }: DeletionDialogProps) {
  const [days, setDays] = useState(String(LONGEST))
  const [typed, setTyped] = useState('')
  const now = useNow()
  const { longDay } = useTimes()
  const { data: uses, isPending } = useConsoleQuery('lookup', { id: keys.map((key) => key.keyId) })
  const [key, ...others] = keys
  const confirmation = confirmationFor(keys, uses ?? [], now)
  const problem = daysProblem(days)
  const unconfirmed = confirmation !== undefined && typed.trim() !== confirmation
  const unknown = isPending ? 'Looking for its last use' : undefined
  const reason = problem ?? unknown ?? (unconfirmed ? `Type ${confirmation} first` : undefined)
  const number = Number(days)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason === undefined) schedule(number)
  }

  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">
          When the waiting period is over, the key material is erased. What it encrypted can then never be decrypted
          again, by anyone, AWS and this service included. Until that day the deletion can be cancelled.
        </p>
        {key && others.length === 0 ? <KeyImpact row={key} /> : <BlastRadius keys={keys} uses={uses} />}
        <TextField
          label="Waiting period in days"
          type="number"
          min={7}
          max={LONGEST}
          value={days}
          onChange={(event) => setDays(event.target.value)}
          hint={problem ? undefined : `Deleted on ${longDay(now + number * A_DAY)}`}
          error={problem}
        />
        {confirmation !== undefined && (
          <TextField
            label={`It was used in the last 30 days: type ${confirmation} to confirm`}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </DialogBody>
      <DialogFooter>
        {key && others.length === 0 && (
          <CopyCall
            call={{ operation: 'ScheduleKeyDeletion', input: { KeyId: key.keyId, PendingWindowInDays: number } }}
          />
        )}
        <Button onClick={close}>Keep</Button>
        <Button type="submit" variant="danger" icon="bin" busy={busy} reason={reason}>
          Schedule deletion
        </Button>
      </DialogFooter>
    </form>
  )
}
