'use client'

import { type FormEvent, useState } from 'react'
import type { FamilyDto, FamilyMemberDto } from '#console/dto/families.ts'
import { aliasText, principalParts } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { inRegion, type RegionActions } from './region-actions.ts'

const [SHORTEST, LONGEST] = [7, 30]

interface DeleteMemberDialogProps extends Pick<RegionActions, 'scheduleDeletion'> {
  readonly family: FamilyDto
  readonly member: FamilyMemberDto
  readonly close: () => void
}

/** Asks before the key of one Region goes, with what hangs on it there. */
export function DeleteMemberDialog({ family, member, scheduleDeletion, close }: DeleteMemberDialogProps) {
  const { region, type, aliases, lastUse } = member
  const [days, setDays] = useState(String(LONGEST))
  const { run, busy, error } = useAction(inRegion(scheduleDeletion, region), {
    quiet: true,
    done: () => ({ title: `Deletion in ${region} is scheduled` }),
    onDone: close,
  })
  const others = family.regions.filter((each) => each !== region)
  const number = Number(days)
  const problem =
    Number.isInteger(number) && number >= SHORTEST && number <= LONGEST ? undefined : `${SHORTEST} to ${LONGEST} days`
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run([family.keyId], number)
  }
  return (
    <Dialog
      title={`Delete the ${type === 'PRIMARY' ? 'primary' : 'replica'} in ${region}`}
      open
      onOpenChange={(open) => !open && close()}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <ul className="grid gap-1 rounded-m border border-line px-3 py-2">
            <li>
              {lastUse ? (
                <>
                  Last used <Ago time={lastUse.at} /> by {principalParts(lastUse.principalArn).join('')}.
                </>
              ) : (
                'Never used here.'
              )}
            </li>
            {aliases.length > 0 && <li>Its aliases here go with it: {aliases.map(aliasText).join(', ')}.</li>}
            {others.length > 0 && (
              <li>
                {type === 'PRIMARY'
                  ? `It waits until its replicas in ${others.join(', ')} are deleted.`
                  : `What it encrypted still opens in ${others.join(', ')}.`}
              </li>
            )}
            {others.length === 0 && <li className="font-strong">It is the last one: what it encrypted is lost.</li>}
          </ul>
          <TextField
            label="Waiting period in days"
            type="number"
            min={SHORTEST}
            max={LONGEST}
            value={days}
            onChange={(event) => setDays(event.target.value)}
            error={problem}
            hint="Until it is over the deletion can be cancelled."
          />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Keep</Button>
          <Button type="submit" variant="danger" icon="bin" busy={busy} reason={problem}>
            Schedule deletion
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
