'use client'

import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { type Action, useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { rotationReason } from '../actions.ts'
import { MOST_ON_DEMAND, onDemandReason, priceText } from './rotate.ts'

interface RotateDialogProps {
  readonly keyDto: KeyDto
  readonly rotateNow: Action<[keyId: string]>
  readonly close: () => void
}

/** Rotation on demand, which cannot be taken back, with what it means. */
export function RotateDialog({ keyDto, rotateNow, close }: RotateDialogProps) {
  const { data: rotations, error: unread } = useConsoleQuery('rotations', { id: keyDto.keyId })
  const { run, busy, error } = useAction(rotateNow, {
    quiet: true,
    done: () => ({ title: 'Key material rotated' }),
    onDone: close,
  })
  const off = rotations ? onDemandReason(keyDto, rotations) : rotationReason(keyDto)
  // Who may rotate a key need not be one who may look at its rotations.
  const reason = off ?? (rotations || unread ? undefined : 'Looking at its rotations')
  return (
    <Dialog title="Rotate now" open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        {off === undefined ? <Facts keyDto={keyDto} rotations={rotations} /> : <p className="text-ink-2">{off}.</p>}
        {unread && <ErrorPanel error={unread.error} />}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" icon="rotate" busy={busy} reason={reason} onClick={() => run(keyDto.keyId)}>
          Rotate key
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

interface FactsProps {
  readonly keyDto: KeyDto
  /** Undefined until they are read, and where they are not for the caller. */
  readonly rotations: RotationsDto | undefined
}

function Facts({ keyDto, rotations }: FactsProps) {
  const waiting = rotations?.materials.find(({ state }) => state === 'pending')
  const elsewhere = keyDto.regions.slice(1)
  return (
    <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
      <li>
        {waiting ? `Material ${waiting.number}, which you imported,` : 'New material'} encrypts from now on. What older
        material encrypted still opens; nothing has to be encrypted anew.
      </li>
      <li>Key id, ARN, aliases and policy stay, so no program has to change.</li>
      {elsewhere.length > 0 && <li>Its replicas in {elsewhere.join(', ')} follow at once.</li>}
      {rotations?.periodInDays !== undefined && <li>Its automatic rotation goes on, by its own dates.</li>}
      <li>
        It is {rotations ? `number ${rotations.onDemandUsed + 1}` : 'one'} of the {MOST_ON_DEMAND} that a key has, and
        cannot be taken back.
      </li>
      {rotations && <li>{priceText(rotatedOf(rotations))}</li>}
    </ul>
  )
}

/** How many rotations the key has had. */
function rotatedOf({ materials }: RotationsDto): number {
  return materials.filter(({ how }) => how === 'automatic' || how === 'on-demand').length
}
