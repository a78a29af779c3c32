'use client'

import { type FormEvent, useState } from 'react'
import type { CreatedAccountDto } from '#console/dto/accounts.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { CreateAccount } from './account-actions.ts'
import { accountIdProblem, LONGEST_NAME } from './account-rules.ts'
import { NewCredentials } from './new-credentials.tsx'

interface CreateAccountDialogProps {
  readonly createAccount: CreateAccount
  readonly open: boolean
  readonly close: () => void
}

/** Asks for an account, then tells its root credentials, which nothing tells again. */
export function CreateAccountDialog({ createAccount, open, close }: CreateAccountDialogProps) {
  const [created, setCreated] = useState<CreatedAccountDto>()
  function leave() {
    setCreated(undefined)
    close()
  }
  return (
    <Dialog
      title={created ? `Account ${created.accountId} created` : 'Create account'}
      open={open}
      onOpenChange={(next) => !next && leave()}
      holds={created !== undefined}
    >
      {created ? (
        <NewCredentials created={created} name={created.accountId} who="the root user of the account" close={leave} />
      ) : (
        <Form createAccount={createAccount} onCreated={setCreated} close={leave} />
      )}
    </Dialog>
  )
}

interface FormProps {
  readonly createAccount: CreateAccount
  readonly onCreated: (created: CreatedAccountDto) => void
  readonly close: () => void
}

function Form({ createAccount, onCreated, close }: FormProps) {
  const [name, setName] = useState('')
  const [accountId, setAccountId] = useState('')
  const problem = accountIdProblem(accountId)
  const { run, busy, error } = useAction(createAccount, { quiet: true, onDone: onCreated })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run({ ...(name ? { name } : {}), ...(accountId ? { accountId } : {}) })
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextField
          label="Name"
          hint="For people only; it may be left out."
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
        <TextField
          label="Account id"
          hint="Left out, it is drawn by chance."
          value={accountId}
          onChange={(event) => setAccountId(event.target.value)}
          error={problem}
          placeholder="12 digits"
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
        />
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={problem}>
          Create account
        </Button>
      </DialogFooter>
    </form>
  )
}
