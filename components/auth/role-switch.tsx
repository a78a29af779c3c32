'use client'

import { useState } from 'react'
import { relative } from '../format.ts'
import { useFrame, useNow } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { useToast } from '../ui/toast.tsx'
import { RoleForm } from './role-form.tsx'
import type { SessionActions } from './session-actions.ts'

type RoleSwitchProps = Pick<SessionActions, 'switchRole' | 'exitRole'>

const ROOT = 'Root users may not assume roles: sign in as a user of the account.'

/** The ways into a role and back, in the account menu. */
export function RoleSwitch({ switchRole, exitRole }: RoleSwitchProps) {
  const { role, userArn, userName } = useFrame()
  const [open, setOpen] = useState(false)
  const isRoot = userArn.endsWith(':root')
  return (
    <>
      {role && <BackButton userName={userName} exitRole={exitRole} />}
      <Button
        variant="ghost"
        icon="swap"
        className="w-full justify-start aria-disabled:border-transparent"
        onClick={() => setOpen(true)}
        reason={isRoot ? ROOT : undefined}
      >
        Switch role…
      </Button>
      <Dialog title="Switch role" open={open} onOpenChange={setOpen}>
        <DialogBody>
          <p className="text-ink-2">
            The session then acts as the role, for an hour at most. AWS STS decides by the role's trust policy and by
            the policies of {userName}; the call is in the log.
          </p>
          <RoleForm switchRole={switchRole} onSwitched={leaveTo} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
        </DialogFooter>
      </Dialog>
    </>
  )
}

function BackButton({ userName, exitRole }: { readonly userName: string } & Pick<SessionActions, 'exitRole'>) {
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  async function back() {
    setBusy(true)
    const result = await exitRole().catch(() => undefined)
    if (result?.ok) return leaveTo()
    setBusy(false)
    const { code, message } = result?.error ?? { code: 'No answer', message: 'The server could not be reached.' }
    toast({ title: code, detail: message, tone: 'error' })
  }
  return (
    <Button variant="ghost" icon="undo" className="w-full justify-start" busy={busy} onClick={back}>
      Back to <bdi className="truncate">{userName}</bdi>
    </Button>
  )
}

/** How long the role goes on. */
export function RoleEnd({ expiresAt }: { readonly expiresAt: number }) {
  const now = useNow()
  return <span className="tabular-nums">ends {relative(expiresAt, now)}</span>
}

/** By a whole load: everything on the page belongs to who acted before. The start page finds the account's own. */
function leaveTo(): void {
  window.location.assign('/')
}
