'use client'

import { type FormEvent, useRef, useState } from 'react'
import type { SelfDto } from '#console/dto/settings.ts'
import { plural } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import type { OwnActions } from './actions.ts'
import { passwordProblem } from './password-rules.ts'

type PasswordCardProps = { readonly self: SelfDto } & Pick<OwnActions, 'changePassword'>

export function PasswordCard({ self, changePassword }: PasswordCardProps) {
  return (
    <Card
      title="Password"
      aside={
        self.passwordChangedAt !== undefined && (
          <>
            set <Ago time={self.passwordChangedAt} />
          </>
        )
      }
    >
      <div className="px-4 py-3.5">
        {self.configured && (
          <p className="text-ink-2">
            The operator sets it: in <code className="mono">KEYSTEAD_ADMIN_PASSWORD</code>, or in the file{' '}
            <code className="mono">admin-password</code> of the data folder. A change there counts from the next start.
          </p>
        )}
        {!self.configured && !self.hasPassword && (
          <p className="text-ink-2">You have none: the identity provider vouches for you.</p>
        )}
        {!self.configured && self.hasPassword && <Form self={self} changePassword={changePassword} />}
      </div>
    </Card>
  )
}

function Form({ self, changePassword }: PasswordCardProps) {
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const problem = passwordProblem(next, self.userName)
  const { run, busy, error } = useAction(changePassword, {
    quiet: true,
    done: (ended) => ({
      title: 'Password changed',
      ...(ended > 0 && { detail: `${plural(ended, 'other session')} ended.` }),
    }),
    onDone: () => {
      setOld('')
      setNext('')
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem && old !== '' && next !== '') run(old, next)
  }
  return (
    <form ref={form} onSubmit={submit} className="grid max-w-86 gap-4">
      <TextField
        label="Present password"
        type="password"
        autoComplete="current-password"
        value={old}
        onChange={(event) => setOld(event.target.value)}
        required
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.target.value)}
        hint="12 characters or more, without your user name in it."
        error={next === '' ? undefined : problem}
        required
      />
      <p className="text-ink-3 text-sm">Every other browser that you are signed in with is signed out.</p>
      {error && <ErrorPanel error={error} />}
      <Button type="submit" variant="primary" busy={busy} reason={next === '' ? undefined : problem} className="w-fit">
        Change password
      </Button>
    </form>
  )
}
