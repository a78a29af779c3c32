'use client'

import type { KeyDto, MaterialDto } from '#console/dto/keys.ts'
import type { MaterialUseDto } from '#console/dto/material-life.ts'
import { plural } from '../../format.ts'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { deletionWords } from './deletion-words.ts'
import type { MaterialActions } from './material-actions.ts'

export interface DeleteTarget {
  readonly material: MaterialDto
  /** Whether its key has one material after another. */
  readonly ofMany: boolean
}

interface DeleteMaterialDialogProps extends Pick<MaterialActions, 'deleteKeyMaterial'> {
  readonly keyDto: KeyDto
  /** Closed without one. */
  readonly target: DeleteTarget | undefined
  /** How it was used, where the log may be read. */
  readonly use: MaterialUseDto | undefined
  readonly close: () => void
}

export function DeleteMaterialDialog({ target, close, ...rest }: DeleteMaterialDialogProps) {
  const title = `Delete key material${target ? ` ${target.material.number}` : ''}`
  return (
    <Dialog title={title} open={target !== undefined} onOpenChange={(open) => !open && close()}>
      {target && <Question target={target} close={close} {...rest} />}
    </Dialog>
  )
}

type QuestionProps = DeleteMaterialDialogProps & { readonly target: DeleteTarget }

function Question({ keyDto, deleteKeyMaterial, target, use, close }: QuestionProps) {
  const { material, ofMany } = target
  const { whole, after, regions, encrypts } = deletionWords(material.state, keyDto)
  const { run, busy, error } = useAction(deleteKeyMaterial, {
    quiet: true,
    done: () => ({ title: 'Key material deleted', detail: after }),
    onDone: close,
  })
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">{whole}</p>
        <ul className="grid gap-1 rounded-m border border-line px-3 py-2">
          {use && (
            <li>
              It opened {plural(use.total, 'ciphertext')}
              {use.last !== undefined && (
                <>
                  , the last <Ago time={use.last} />
                </>
              )}
              .
            </li>
          )}
          {encrypts && <li>What it encrypted stays as it is, and opens again once exactly this material is back.</li>}
          {regions !== undefined && <li>{regions}</li>}
          <li className="font-strong">Without your original it is lost for good: nobody else has it.</li>
        </ul>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button
          variant="danger"
          icon="bin"
          busy={busy}
          onClick={() => run(keyDto.keyId, ofMany ? material.materialId : null)}
        >
          Delete material
        </Button>
      </DialogFooter>
    </>
  )
}
