'use client'

import type { FormEvent } from 'react'
import { useAlive } from '../hooks/use-alive.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Problem } from './problem.tsx'
import { useSignIn } from './use-sign-in.ts'

const LARGE = 'mt-1 h-9.5 text-[14px]'

interface SignInFieldsProps {
  /** The one user who may sign in here; left out, anyone. */
  readonly only?: string
  readonly onSignedIn: () => void
}

/** User name and password, then the code of the second factor for one who has it. */
export function SignInFields({ only, onSignedIn }: SignInFieldsProps) {
  const { step, problem, seconds, submitPassword, submitCode, back } = useSignIn(onSignedIn)
  const words = problem && wordsOf(problem, seconds)
  if (step.at === 'code') {
    return <CodeForm busy={step.busy} seconds={seconds} problem={words} submit={submitCode} back={back} />
  }
  return <PasswordForm {...{ only, seconds }} busy={step.at === 'waiting'} problem={words} submit={submitPassword} />
}

interface PasswordFormProps {
  readonly only: string | undefined
  readonly busy: boolean
  readonly seconds: number
  readonly problem: string | undefined
  readonly submit: (credentials: { readonly userName: string; readonly password: string }) => void
}

function PasswordForm({ only, busy, seconds, problem, submit }: PasswordFormProps) {
  const alive = useAlive()
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy || seconds > 0) return
    const form = new FormData(event.currentTarget)
    submit({ userName: only ?? String(form.get('userName')), password: String(form.get('password')) })
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <TextField
        label="User name"
        name="userName"
        autoComplete="username"
        defaultValue={only ?? 'admin'}
        readOnly={only !== undefined}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required autoFocus />
      {problem && <Problem>{problem}</Problem>}
      <Button type="submit" variant="primary" className={LARGE} disabled={!alive} busy={busy} reason={waiting(seconds)}>
        Sign in
      </Button>
    </form>
  )
}

interface CodeFormProps {
  readonly busy: boolean
  readonly seconds: number
  readonly problem: string | undefined
  readonly submit: (code: string) => void
  readonly back: () => void
}

function CodeForm({ busy, seconds, problem, submit, back }: CodeFormProps) {
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code'))
    if (!busy && seconds === 0 && code !== '') submit(code)
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <TextField
        label="Code"
        name="code"
        hint="Six digits of your authenticator, or one of your recovery codes."
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        required
        autoFocus
      />
      {problem && <Problem>{problem}</Problem>}
      <Button type="submit" variant="primary" className={LARGE} busy={busy} reason={waiting(seconds)}>
        Sign in
      </Button>
      <Button variant="ghost" onClick={back}>
        Back to the password
      </Button>
    </form>
  )
}

const waiting = (seconds: number) => (seconds > 0 ? `Wait ${seconds} s` : undefined)

function wordsOf(problem: 'wrong' | 'wrong-code' | 'unreachable' | 'throttled', seconds: number): string {
  switch (problem) {
    case 'wrong':
      return 'The user name or the password is wrong.'
    case 'wrong-code':
      return 'The code is wrong, or was used already.'
    case 'unreachable':
      return 'The server did not answer. Try again in a moment.'
    case 'throttled':
      return `Too many attempts. The next one counts in ${seconds} s.`
  }
}
