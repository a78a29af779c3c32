'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import type { MaterialActions } from './material-actions.ts'

/** Which material: null for the one of a key that has one ever. */
export interface DeleteTarget {
  readonly materialId: string | null
  readonly number?: number
}

interface DeleteMaterialDialogProps extends Pick<MaterialActions, 'deleteKeyMaterial'> {
  readonly keyDto: KeyDto
  /** Closed without one. */
  readonly target: DeleteTarget | undefined
  readonly close: () => void
}

export function DeleteMaterialDialog({ target, close, ...rest }: DeleteMaterialDialogProps) {
  const title = `Delete key material${target?.number === undefined ? '' : ` ${target.number}`}`
  return (
    <Dialog title={title} open={target !== undefined} onOpenChange={(open) => !open && close()}>
      {target && <Question target={target} close={close} {...rest} />}
    </Dialog>
  )
}

function Question({ keyDto, deleteKeyMaterial, target, close }: DeleteMaterialDialogProps & { target: DeleteTarget }) {
  const { run, busy, error } = useAction(deleteKeyMaterial, {
    quiet: true,
    done: () => ({ title: 'Key material deleted', detail: 'The key waits for the same material again.' }),
    onDone: close,
  })
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          The key cannot be used from then on, at once, until exactly the same material is imported again. What it
          encrypted stays as it is. Without your original it is lost for good.
        </p>
        {keyDto.regions.length > 1 && <p className="text-ink-2">Its other Regions keep theirs.</p>}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" icon="bin" busy={busy} onClick={() => run(keyDto.keyId, target.materialId)}>
          Delete material
        </Button>
      </DialogFooter>
    </>
  )
}
