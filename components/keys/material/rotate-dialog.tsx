'use client'

import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { type Action, useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { MOST_ON_DEMAND, priceText } from './rotate.ts'

interface RotateDialogProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly rotateNow: Action<[keyId: string]>
  readonly close: () => void
}

/** Rotation on demand, which cannot be taken back, with what it means. */
export function RotateDialog({ keyDto, rotations, rotateNow, close }: RotateDialogProps) {
  const { run, busy, error } = useAction(rotateNow, {
    quiet: true,
    done: () => ({ title: 'Key material rotated' }),
    onDone: close,
  })
  const { onDemandUsed, materials, periodInDays } = rotations
  const rotated = materials.filter(({ how }) => how === 'automatic' || how === 'on-demand').length
  const waiting = materials.find(({ state }) => state === 'pending')
  const elsewhere = keyDto.regions.slice(1)
  return (
    <Dialog title="Rotate now" open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
          <li>
            {waiting ? `Material ${waiting.number}, which you imported,` : 'New material'} encrypts from now on. What
            older material encrypted still opens; nothing has to be encrypted anew.
          </li>
          <li>Key id, ARN, aliases and policy stay, so no program has to change.</li>
          {elsewhere.length > 0 && <li>Its replicas in {elsewhere.join(', ')} follow at once.</li>}
          {periodInDays !== undefined && <li>Its automatic rotation goes on, by its own dates.</li>}
          <li>
            It is number {onDemandUsed + 1} of the {MOST_ON_DEMAND} that a key has, and cannot be taken back.
          </li>
          <li>{priceText(rotated)}</li>
        </ul>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" icon="rotate" busy={busy} onClick={() => run(keyDto.keyId)}>
          Rotate key
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
