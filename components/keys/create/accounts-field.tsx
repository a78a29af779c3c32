'use client'

import { type KeyboardEvent, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'

interface AccountsFieldProps {
  /** The account of the key, which needs no mention. */
  readonly own: string
  readonly accounts: readonly string[]
  readonly onChange: (accounts: readonly string[]) => void
}

/** Other accounts, whose administrators then decide who of theirs uses the key. */
export function AccountsField({ own, accounts, onChange }: AccountsFieldProps) {
  const [text, setText] = useState('')
  const id = text.replaceAll(/[\s-]/g, '')
  const problem = id === '' ? undefined : problemOf(id, own, accounts)
  const reason = id === '' ? 'Type an account id' : problem
  function add() {
    if (reason !== undefined) return
    onChange([...accounts, id])
    setText('')
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || text === '') return
    // Enter would go on to the next step.
    event.preventDefault()
    add()
  }
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-title text-card">Other AWS accounts</legend>
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label="Account id"
          inputMode="numeric"
          placeholder="444455556666"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          error={id.length >= 12 || /\D/.test(id) ? problem : undefined}
          hint="IAM policies of that account must then allow it too"
          autoComplete="off"
          className="w-72 max-w-full"
        />
        <Button icon="plus" className="h-9 sm:mt-6" reason={reason} onClick={add}>
          Add account
        </Button>
      </div>
      <ul aria-label="Other AWS accounts" className="flex flex-wrap gap-2">
        {accounts.map((account) => (
          <li key={account} className="flex h-8 items-center gap-1 rounded-m border border-line pl-3">
            <span className="mono">{account}</span>
            <IconButton
              icon="cross"
              label={`Remove account ${account}`}
              className="size-7 text-ink-3"
              onClick={() => onChange(accounts.filter((each) => each !== account))}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function problemOf(id: string, own: string, accounts: readonly string[]): string | undefined {
  if (!/^\d{12}$/.test(id)) return 'An account id has 12 digits'
  if (id === own) return 'This is the account of the key itself'
  return accounts.includes(id) ? 'It is in the list already' : undefined
}
