'use client'

import { type FormEvent, useState } from 'react'
import type { AliasDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { CopyCall } from '../keys/copy-call.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { misfit, moveWords } from './fit.ts'
import { FitTable } from './fit-table.tsx'
import { KeyPicker } from './key-picker.tsx'

interface RetargetDialogProps {
  /** The alias to move; closed without one. */
  readonly alias: AliasDto | undefined
  readonly actions: AliasActions
  readonly close: () => void
}

export function RetargetDialog({ alias, close, ...rest }: RetargetDialogProps) {
  return (
    <Dialog
      title={`Retarget ${alias?.name ?? ''}`}
      open={alias !== undefined}
      onOpenChange={(open) => !open && close()}
    >
      {alias && <Form alias={alias} close={close} {...rest} />}
    </Dialog>
  )
}

interface FormProps extends RetargetDialogProps {
  readonly alias: AliasDto
}

function Form({ alias, actions, close }: FormProps) {
  const [keyId, setKeyId] = useState('')
  const { data: keys } = useConsoleQuery('choices')
  const from = keys?.find((key) => key.keyId === alias.keyId)
  const to = keys?.find((key) => key.keyId === keyId)
  const old = alias.keyId
  const undo = useAction(actions.retargetAlias, { done: () => ({ title: `${alias.name} is back` }) })
  const { run, busy, error } = useAction(actions.retargetAlias, {
    quiet: true,
    done: () => ({
      title: `${alias.name} moved`,
      ...(old ? { action: { label: 'Undo', run: () => undo.run(alias.name, old) } } : {}),
    }),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (keyId !== '') run(alias.name, keyId)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        {from && <p className="text-ink-2">{moveWords(from)}</p>}
        <KeyPicker
          label="New target key"
          except={old}
          value={keyId}
          onChange={setKeyId}
          {...(from ? { misfitOf: (key) => misfit(from, key) } : {})}
        />
        {from && <FitTable from={from} to={to} />}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <CopyCall call={{ operation: 'UpdateAlias', input: { AliasName: alias.name, TargetKeyId: keyId } }} />
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={keyId === '' ? 'Choose a key first' : undefined}>
          Retarget
        </Button>
      </DialogFooter>
    </form>
  )
}
