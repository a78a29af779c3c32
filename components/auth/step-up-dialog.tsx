'use client'

import { type FormEvent, useState } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { Skeleton } from '../ui/states.tsx'
import { Problem } from './problem.tsx'
import type { SessionActions } from './session-actions.ts'

interface StepUpDialogProps {
  readonly open: boolean
  readonly stepUp: SessionActions['stepUp']
  readonly end: (again: boolean) => void
}

/** Asks who is there before an act that cannot be undone, when they last showed it more than ten minutes ago. */
export function StepUpDialog({ open, stepUp, end }: StepUpDialogProps) {
  return (
    <Dialog title="Confirm that it is you" open={open} onOpenChange={(next) => !next && end(false)}>
      {open && <Body stepUp={stepUp} end={end} />}
    </Dialog>
  )
}

function Body({ stepUp, end }: Omit<StepUpDialogProps, 'open'>) {
  const { data, error } = useConsoleQuery('self')
  if (error) return <Note end={end}>{`${error.error.code}: ${error.error.message}`}</Note>
  if (!data) {
    return (
      <DialogBody>
        <Skeleton />
      </DialogBody>
    )
  }
  // Whom an identity provider vouched for may have no password here to show.
  const ways = [...(data.hasPassword ? (['password'] as const) : []), ...(data.hasTotp ? (['code'] as const) : [])]
  const [first] = ways
  if (!first) return <SignInAgain end={end} />
  return <Form ways={ways} first={first} stepUp={stepUp} end={end} />
}

type Way = 'password' | 'code'

const WAYS = {
  password: { value: 'password', label: 'Password' },
  code: { value: 'code', label: 'Authenticator' },
} as const

interface FormProps extends Omit<StepUpDialogProps, 'open'> {
  readonly ways: readonly Way[]
  readonly first: Way
}

function Form({ ways, first, stepUp, end }: FormProps) {
  const [way, setWay] = useState<Way>(first)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ErrorDto>()
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // A form in a dialog over a form is not inside of it for the browser, but it is for React.
    event.stopPropagation()
    const shown = String(new FormData(event.currentTarget).get('shown'))
    if (busy || shown === '') return
    setBusy(true)
    const result = await stepUp(way === 'code' ? { code: shown } : { password: shown }).catch(() => undefined)
    setBusy(false)
    if (result?.ok) end(true)
    else setProblem(result?.error ?? { code: 'NoAnswer', message: 'The server did not answer. Nothing was done.' })
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">
          What comes next cannot be undone or lets somebody in, and it is more than ten minutes ago that you showed who
          you are.
        </p>
        {ways.length > 1 && (
          <Segments label="Confirm by" value={way} options={ways.map((each) => WAYS[each])} onChange={setWay} />
        )}
        {way === 'password' ? (
          <TextField
            key="password"
            label="Password"
            name="shown"
            type="password"
            autoComplete="current-password"
            required
          />
        ) : (
          <TextField key="code" label="Code" name="shown" autoComplete="one-time-code" spellCheck={false} required />
        )}
        {problem && <Problem>{wordsOf(problem, way)}</Problem>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => end(false)}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Confirm
        </Button>
      </DialogFooter>
    </form>
  )
}

function wordsOf({ code, message }: ErrorDto, way: Way): string {
  if (code !== 'StepUpRefused') return message
  return way === 'password' ? 'The password is wrong.' : 'The code is wrong, or was used already.'
}

/** In a tab of its own, so that what is typed here stays. */
function SignInAgain({ end }: Pick<StepUpDialogProps, 'end'>) {
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          You signed in by your identity provider and have no authenticator here. Sign in there again in another tab,
          then continue. An authenticator in the settings saves this way. Should this question come back, the provider
          does not say when you signed in: then ask the administrator for a password.
        </p>
      </DialogBody>
      <DialogFooter>
        <a href="/sign-in?anew=1" target="_blank" rel="noreferrer" className={buttonClass()}>
          Sign in again<span className="sr-only">, opens a new tab</span>
        </a>
        <Button variant="primary" onClick={() => end(true)}>
          Continue
        </Button>
      </DialogFooter>
    </>
  )
}

function Note({ end, children }: Pick<StepUpDialogProps, 'end'> & { readonly children: string }) {
  return (
    <>
      <DialogBody>
        <Problem>{children}</Problem>
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => end(false)}>Close</Button>
      </DialogFooter>
    </>
  )
}
