'use client'

import { type FormEvent, useState } from 'react'
import type { CreatedGrantDto } from '#console/dto/grants.ts'
import type { KeyDto } from '#console/dto/keys.ts'
import { KeyPicker } from '../../aliases/key-picker.tsx'
import type { GrantActions } from '../../grants/actions.ts'
import { GrantToken } from '../../grants/grant-token.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { ConstraintFields } from './constraint-fields.tsx'
import { EMPTY_GRANT, type GrantDraft, grantProblem, newGrant } from './grant-draft.ts'
import { grantOperations, takesConstraints } from './grant-operations.ts'

interface CreateGrantDialogProps extends Pick<GrantActions, 'createGrant'> {
  /** Chosen in the dialog where it is left out. */
  readonly keyDto?: KeyDto
  readonly open: boolean
  readonly close: () => void
}

export function CreateGrantDialog({ open, close, ...rest }: CreateGrantDialogProps) {
  const [created, setCreated] = useState<CreatedGrantDto>()
  return (
    <Dialog
      title={created ? 'Grant created' : 'Create grant'}
      open={open}
      onOpenChange={(next) => !next && close()}
      holds={created !== undefined}
    >
      {created ? (
        <GrantToken created={created} close={close} />
      ) : (
        <Form close={close} onCreated={setCreated} {...rest} />
      )}
    </Dialog>
  )
}

interface FormProps extends Omit<CreateGrantDialogProps, 'open'> {
  readonly onCreated: (created: CreatedGrantDto) => void
}

function Form({ keyDto: given, createGrant, close, onCreated }: FormProps) {
  const [draft, setDraft] = useState(EMPTY_GRANT)
  const [keyId, setKeyId] = useState('')
  const { data } = useConsoleQuery('key', { id: keyId }, { enabled: !given && keyId !== '' })
  const keyDto = given ?? (keyId === '' ? undefined : data)
  const { run, busy, error } = useAction(createGrant, { quiet: true, onDone: onCreated })
  const problem = keyDto ? grantProblem(draft) : 'Choose the key'
  const set = (change: Partial<GrantDraft>) => setDraft((old) => ({ ...old, ...change }))
  function chooseKey(id: string) {
    setKeyId(id)
    // Another key may allow other operations.
    set({ operations: new Set(), constraint: 'none' })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (keyDto && !problem) run(keyDto.keyId, newGrant(draft))
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        {!given && <KeyPicker label="Key" value={keyId} onChange={chooseKey} />}
        <TextField
          label="Grantee"
          placeholder="arn:aws:iam::111122223333:role/worker"
          hint="An ARN, or the name of a service"
          value={draft.grantee}
          onChange={(event) => set({ grantee: event.target.value })}
          autoComplete="off"
          spellCheck={false}
        />
        {keyDto && (
          <Operations
            all={grantOperations(keyDto)}
            chosen={draft.operations}
            onChange={(operations) => set({ operations })}
          />
        )}
        {keyDto && takesConstraints(keyDto) && <ConstraintFields draft={draft} set={set} />}
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <TextField
            label="Retiring principal"
            placeholder="none"
            value={draft.retiree}
            onChange={(event) => set({ retiree: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
          <TextField
            label="Name"
            placeholder="none"
            hint="Retries make no second grant"
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
            autoComplete="off"
          />
        </div>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={problem}>
          Create grant
        </Button>
      </DialogFooter>
    </form>
  )
}

interface OperationsProps {
  readonly all: readonly string[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}

function Operations({ all, chosen, onChange }: OperationsProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-md">Operations</legend>
      <div className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 max-sm:grid-cols-1">
        {all.map((operation) => (
          <label key={operation} className="flex min-h-7 min-w-0 cursor-pointer items-center gap-2 max-sm:min-h-9">
            <input
              type="checkbox"
              checked={chosen.has(operation)}
              onChange={(event) => {
                const next = new Set(chosen)
                if (event.target.checked) next.add(operation)
                else next.delete(operation)
                onChange(next)
              }}
              className="size-4 flex-none accent-accent"
            />
            <span className="truncate" title={operation}>
              {operation}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
