'use client'

import { type FormEvent, useState } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { aliasText, longDay, plural, principalParts, relative, shortId } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import type { KeyActions } from './actions.ts'
import { useKeyActions } from './use-key-actions.ts'

const SHORTEST = 7
const LONGEST = 30
const A_DAY = 86_400_000

interface DeletionDialogProps {
  readonly keys: readonly KeyRowDto[]
  readonly actions: KeyActions
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onDone?: () => void
}

/** Asks before the one act that ends in loss, and shows what hangs on the keys. */
export function DeletionDialog({ keys, actions, open, onOpenChange, onDone }: DeletionDialogProps) {
  const [days, setDays] = useState(String(LONGEST))
  const now = useNow()
  const { scheduleDeletion } = useKeyActions(actions, () => {
    onOpenChange(false)
    onDone?.()
  })
  const number = Number(days)
  const valid = Number.isInteger(number) && number >= SHORTEST && number <= LONGEST

  function submit(event: FormEvent) {
    event.preventDefault()
    if (valid) {
      scheduleDeletion.run(
        keys.map((key) => key.keyId),
        number,
      )
    }
  }

  return (
    <Dialog title={`Schedule deletion of ${plural(keys.length, 'key')}`} open={open} onOpenChange={onOpenChange}>
      <form onSubmit={submit}>
        <DialogBody>
          <p className="text-ink-2">
            When the waiting period is over, the key material is erased. What it encrypted can then never be decrypted
            again, by anyone. Until that day the deletion can be cancelled.
          </p>
          {open && <BlastRadius keys={keys} />}
          <TextField
            label="Waiting period in days"
            type="number"
            min={SHORTEST}
            max={LONGEST}
            value={days}
            onChange={(event) => setDays(event.target.value)}
            hint={valid ? `Deleted on ${longDay(now + number * A_DAY)}` : undefined}
            error={valid ? undefined : `From ${SHORTEST} to ${LONGEST} days`}
          />
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => onOpenChange(false)}>Keep</Button>
          <Button
            type="submit"
            variant="danger"
            icon="bin"
            busy={scheduleDeletion.busy}
            reason={valid ? undefined : `From ${SHORTEST} to ${LONGEST} days`}
          >
            Schedule deletion
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}

/** What becomes of a multi-Region key in its other Regions. */
function Elsewhere({ row: { regionality, regions } }: { readonly row: KeyRowDto }) {
  const replicas = regions.slice(1).join(', ')
  if (regionality === 'REPLICA') {
    return <span className="text-ink-2 text-md">Only this replica goes; the key lives on in its other Regions.</span>
  }
  if (replicas === '') return null
  return (
    <span className="text-unavail text-md">
      Its replicas in {replicas} must be deleted first: the waiting period begins when the last one is gone.
    </span>
  )
}

/** What would be lost: who used each key last, and which names lead to it. */
function BlastRadius({ keys }: { readonly keys: readonly KeyRowDto[] }) {
  const { data } = useConsoleQuery('lookup', { id: keys.map((key) => key.keyId) })
  const now = useNow()
  return (
    <ul className="grid max-h-44 overflow-y-auto rounded-m border border-line">
      {keys.map((key) => {
        const use = (data?.find((each) => each.keyId === key.keyId) ?? key).lastUse
        const who = use && principalParts(use.principalArn).join('')
        return (
          <li key={key.keyId} className="grid gap-px border-line-faint px-3 py-2 not-first:border-t">
            <span className="font-strong wrap-anywhere">
              {key.aliases.map(aliasText).join(', ') || shortId(key.keyId)}
            </span>
            <span className="text-ink-2 text-md">
              {use ? `Last used ${relative(use.at, now)} by ${who}` : data ? 'Never used' : 'Looking for its last use…'}
              {' · '}
              {plural(key.aliases.length, 'alias', 'aliases')}
            </span>
            <Elsewhere row={key} />
          </li>
        )
      })}
    </ul>
  )
}
