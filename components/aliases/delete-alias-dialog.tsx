'use client'

import type { AliasDto } from '#console/dto/keys.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import type { AliasActions } from './actions.ts'

interface DeleteAliasDialogProps {
  /** The alias to delete; closed without one. */
  readonly alias: AliasDto | undefined
  readonly actions: AliasActions
  readonly close: () => void
}

export function DeleteAliasDialog({ alias, actions, close }: DeleteAliasDialogProps) {
  const restore = useAction(actions.createAlias, { done: (_, [name]) => ({ title: `${name} is back` }) })
  const { run, busy } = useAction(actions.deleteAlias, {
    done: (_, [name]) => {
      const keyId = alias?.keyId
      const title = `${name} deleted`
      return keyId ? { title, action: { label: 'Undo', run: () => restore.run(name, keyId) } } : { title }
    },
    onDone: close,
  })
  return (
    <Dialog title={`Delete ${alias?.name ?? ''}`} open={alias !== undefined} onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <p className="text-ink-2">
          Calls that use this name fail from then on. The key and everything encrypted under it stay as they are.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" icon="bin" busy={busy} onClick={() => alias && run(alias.name)}>
          Delete alias
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
