'use client'

import { type FormEvent, useState } from 'react'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { AliasField } from '../keys/alias-field.tsx'
import { CopyCall } from '../keys/copy-call.tsx'
import { aliasProblem, takenBy } from '../keys/name-rules.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
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
  const { data: keys } = useConsoleQuery('choices')
  const taken = takenBy(name, keys ?? [])
  const problem = aliasProblem(name) ?? taken
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
        <AliasField value={name} onChange={setName} problem={taken} />
        {target === undefined && <KeyPicker label="Target key" value={chosen} onChange={setChosen} />}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <CopyCall call={{ operation: 'CreateAlias', input: { AliasName: name, TargetKeyId: keyId } }} />
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={reason}>
          Create alias
        </Button>
      </DialogFooter>
    </form>
  )
}
