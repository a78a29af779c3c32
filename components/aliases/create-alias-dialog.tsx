'use client'

import { type FormEvent, useState } from 'react'
import { useAction } from '../hooks/use-action.ts'
import { aliasProblem, aliasWarning } from '../keys/name-rules.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { KeyPicker } from './key-picker.tsx'

interface CreateAliasDialogProps {
  readonly actions: AliasActions
  readonly open: boolean
  readonly close: () => void
  /** The key that it is for; a choice without one. */
  readonly target?: string
}

export function CreateAliasDialog({ open, close, ...rest }: CreateAliasDialogProps) {
  return (
    <Dialog title="Create alias" open={open} onOpenChange={(next) => !next && close()}>
      <Form close={close} {...rest} />
    </Dialog>
  )
}

function Form({ actions, target, close }: Omit<CreateAliasDialogProps, 'open'>) {
  const [name, setName] = useState('alias/')
  const [chosen, setChosen] = useState('')
  const keyId = target ?? chosen
  const problem = aliasProblem(name)
  const { run, busy, error } = useAction(actions.createAlias, {
    quiet: true,
    done: () => ({ title: `${name} created` }),
    onDone: close,
  })
  const reason = (name === 'alias/' ? 'Give it a name' : problem) ?? (keyId === '' ? 'Choose a key first' : undefined)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!reason) run(name, keyId)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextField
          label="Alias"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={name === 'alias/' ? undefined : problem}
          hint={aliasWarning(name)}
          autoComplete="off"
          spellCheck={false}
        />
        {target === undefined && <KeyPicker label="Target key" value={chosen} onChange={setChosen} />}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={reason}>
          Create alias
        </Button>
      </DialogFooter>
    </form>
  )
}
