'use client'

import { type FormEvent, useState } from 'react'
import type { AccountDto } from '#console/dto/accounts.ts'
import { useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Switch } from '../ui/switch.tsx'
import type { UserActions } from './actions.ts'
import { userNameProblem } from './password-rules.ts'
import { ToldPassword } from './told-password.tsx'

interface AddUserDialogProps extends Pick<UserActions, 'createUser'> {
  readonly open: boolean
  readonly close: () => void
}

interface Added {
  readonly signInName: string
  readonly password: string
}

/** Gives someone a password for the console: a user of AWS IAM, or the administrator of another account. */
export function AddUserDialog({ createUser, open, close }: AddUserDialogProps) {
  const [added, setAdded] = useState<Added>()
  function leave() {
    setAdded(undefined)
    close()
  }
  return (
    <Dialog
      title={added ? `${added.signInName} may sign in` : 'Add user'}
      open={open}
      onOpenChange={(next) => !next && leave()}
      holds={added !== undefined}
    >
      {added ? (
        <ToldPassword {...added} close={leave} />
      ) : (
        <Form createUser={createUser} onAdded={setAdded} close={leave} />
      )}
    </Dialog>
  )
}

const KINDS = [
  { value: 'user', label: 'User of AWS IAM' },
  { value: 'root', label: 'Administrator of an account' },
] as const

interface FormProps extends Pick<UserActions, 'createUser'> {
  readonly onAdded: (added: Added) => void
  readonly close: () => void
}

function Form({ createUser, onAdded, close }: FormProps) {
  // Only the root user of the first account sees this, in that account.
  const { account: first } = useScope()
  const { data: accounts = [] } = useConsoleQuery('accounts')
  const [kind, setKind] = useState<'user' | 'root'>('user')
  const [chosen, setAccount] = useState<string>()
  const [name, setName] = useState('')
  const [make, setMake] = useState(false)
  const others = accounts.filter(({ accountId }) => accountId !== first)
  const account = chosen ?? (kind === 'user' ? first : (others[0]?.accountId ?? ''))
  const userName = kind === 'user' ? name : 'root'
  const problem = problemOf({ kind, name, others: others.length })
  const { run, busy, error } = useAction(createUser, {
    quiet: true,
    onDone: (password) => onAdded({ password, signInName: account === first ? userName : `${userName}@${account}` }),
  })

  function choose(next: 'user' | 'root') {
    setKind(next)
    setAccount(undefined)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run({ account, userName }, kind === 'user' && account === first && make)
  }

  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Segments label="Who" value={kind} options={KINDS} onChange={choose} />
        <AccountField accounts={kind === 'user' ? accounts : others} value={account} onChange={setAccount} />
        {kind === 'user' && (
          <TextField
            label="User name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={userNameProblem(name)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        {kind === 'user' && account === first && (
          <Switch checked={make} onChange={setMake}>
            Create the user in AWS IAM too
          </Switch>
        )}
        <p className="text-ink-3 text-sm">A password is made and shown once.</p>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={problem}>
          Add user
        </Button>
      </DialogFooter>
    </form>
  )
}

function problemOf({ kind, name, others }: { kind: 'user' | 'root'; name: string; others: number }) {
  if (kind === 'root') return others === 0 ? 'There is no other account' : undefined
  return name === '' ? 'It needs a name' : userNameProblem(name)
}

interface AccountFieldProps {
  readonly accounts: readonly AccountDto[]
  readonly value: string
  readonly onChange: (account: string) => void
}

function AccountField({ accounts, value, onChange }: AccountFieldProps) {
  return (
    <SelectField label="Account" value={value} onChange={(event) => onChange(event.target.value)}>
      {accounts.map(({ accountId, name }) => (
        <option key={accountId} value={accountId}>
          {accountId}
          {name && ` · ${name}`}
        </option>
      ))}
    </SelectField>
  )
}
