'use client'

import { useState } from 'react'
import type { ConsoleUserDto } from '#console/dto/settings.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { UserActions } from './actions.ts'
import { ToldPassword } from './told-password.tsx'

export interface UserChange {
  readonly kind: 'reset' | 'totp' | 'remove'
  readonly user: ConsoleUserDto
}

const WORDS = {
  reset: {
    title: 'Reset the password',
    does: 'Reset password',
    effect: 'A new password is made and shown once. All sessions of the user end.',
  },
  totp: {
    title: 'Remove the authenticator',
    does: 'Remove authenticator',
    effect: 'For one who lost it: sign-in then asks for the password alone, and the recovery codes work no more.',
  },
  remove: {
    title: 'Remove access to the console',
    does: 'Remove access',
    effect:
      'Password and authenticator are erased, and all sessions end. The user of AWS IAM stays, with its access keys and policies.',
  },
} as const

interface ConfirmUserDialogProps {
  readonly change: UserChange
  readonly actions: UserActions
  readonly close: () => void
}

/** Asks before an act on another user's access, and tells a new password once. */
export function ConfirmUserDialog({ change: { kind, user }, actions, close }: ConfirmUserDialogProps) {
  const [password, setPassword] = useState<string>()
  const id = { account: user.account, principalId: user.principalId }
  const done = () => ({ title: WORDS[kind].does, detail: `of ${user.signInName}: done` })
  const reset = useAction(actions.resetPassword, { quiet: true, onDone: setPassword })
  const remove = useAction(actions.removeAccess, { quiet: true, done, onDone: close })
  const totp = useAction(actions.removeTotpOf, { quiet: true, done, onDone: close })
  const { run, busy, error } = { reset, remove, totp }[kind]
  const words = WORDS[kind]
  return (
    <Dialog title={words.title} open onOpenChange={(next) => !next && close()} holds={password !== undefined}>
      {password === undefined ? (
        <>
          <DialogBody>
            <p>
              Of <bdi className="font-strong">{user.signInName}</bdi>,{' '}
              <span className="mono wrap-anywhere">{user.principalArn}</span>.
            </p>
            <p className="text-ink-2">{words.effect}</p>
            {error && <ErrorPanel error={error} />}
          </DialogBody>
          <DialogFooter>
            <Button onClick={close}>Cancel</Button>
            <Button variant="danger" busy={busy} onClick={() => run(id)}>
              {words.does}
            </Button>
          </DialogFooter>
        </>
      ) : (
        <ToldPassword signInName={user.signInName} password={password} close={close} />
      )}
    </Dialog>
  )
}
