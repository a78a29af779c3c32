'use client'

import { useState } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Problem } from './problem.tsx'
import { roleOfArn, type SessionActions } from './session-actions.ts'
import { SignInFields } from './sign-in-fields.tsx'

interface SignInAgainDialogProps {
  readonly open: boolean
  readonly switchRole: SessionActions['switchRole']
  readonly end: (again: boolean) => void
}

/**
 * Over a page whose session ended: the page stays as it is, with what was typed, for the same user only. It cannot be
 * closed, since nothing of the page works without.
 */
export function SignInAgainDialog({ open, switchRole, end }: SignInAgainDialogProps) {
  return (
    <Dialog title="Sign in again" open={open} onOpenChange={() => undefined} holds>
      {open && <Body switchRole={switchRole} end={end} />}
    </Dialog>
  )
}

function Body({ switchRole, end }: Omit<SignInAgainDialogProps, 'open'>) {
  const { userName, role, method, scope } = useFrame()
  const [problem, setProblem] = useState<string>()

  async function goOn() {
    const name = role && roleOfArn(role.arn)
    if (name) {
      const result = await switchRole(name).catch(() => undefined)
      if (!result?.ok) return setProblem(`The role ${role.name} could not be taken again. Leave to your own pages.`)
    }
    const who = await signedInAs(`${scope.sandbox}/${scope.account}/${scope.region}`)
    if (who === userName) end(true)
    else if (who === undefined) setProblem('You are not signed in yet.')
    // Somebody else's page must not stay in sight.
    else window.location.assign('/')
  }

  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          The session of <b className="font-strong text-ink">{userName}</b> has ended. Sign in and the page goes on
          where it was; nothing that you typed is lost.
        </p>
        {method === 'password' ? (
          <SignInFields only={userName} onSignedIn={() => void goOn()} />
        ) : (
          <div className="flex gap-2">
            <a href="/sign-in" target="_blank" rel="noreferrer" className={buttonClass()}>
              Sign in<span className="sr-only">, opens a new tab</span>
            </a>
            <Button variant="primary" onClick={() => void goOn()}>
              Continue
            </Button>
          </div>
        )}
        {problem && <Problem>{problem}</Problem>}
      </DialogBody>
      <DialogFooter>
        <a href="/sign-in" className={buttonClass('ghost')}>
          Leave this page
        </a>
      </DialogFooter>
    </>
  )
}

/** The user of the present session, asked past all caches; undefined when there is none that sees this page. */
async function signedInAs(scope: string): Promise<string | undefined> {
  const response = await fetch(`/api/console/self?scope=${scope}`, { cache: 'no-store' }).catch(() => undefined)
  if (!response?.ok) return response?.status === 403 ? '' : undefined
  const body: unknown = await response.json()
  const name = typeof body === 'object' && body !== null && 'signInName' in body ? body.signInName : undefined
  return typeof name === 'string' ? name : undefined
}
