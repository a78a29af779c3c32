'use client'

import type { ReactNode } from 'react'
import { signOut } from '../auth/session-client.ts'
import { useFrame } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Popover } from '../ui/popover.tsx'

/** Who is signed in, whole, and the way out. */
export function AccountMenu({ trigger }: { readonly trigger: ReactNode }) {
  return (
    <Popover trigger={trigger} label="Account and principal" className="w-[344px] max-w-[calc(100vw-16px)] p-0">
      <AccountFacts />
      <footer className="border-line border-t p-2">
        <SignOutButton />
      </footer>
    </Popover>
  )
}

export function AccountFacts() {
  const { scope, userName, principalArn } = useFrame()
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-y-2 px-4 py-3 text-md">
      <dt className="text-ink-3">Signed in as</dt>
      <dd>{userName}</dd>
      <dt className="text-ink-3">Account</dt>
      <dd className="mono flex items-center gap-1">
        {scope.account}
        <CopyButton text={scope.account} label="Copy account id" />
      </dd>
      <dt className="text-ink-3">Principal</dt>
      <dd className="mono flex min-w-0 items-center gap-1">
        <span className="truncate">{principalArn}</span>
        <CopyButton text={principalArn} label="Copy principal ARN" />
      </dd>
    </dl>
  )
}

export function SignOutButton() {
  return (
    <Button variant="ghost" icon="signOut" className="w-full justify-start" onClick={leave}>
      Sign out
    </Button>
  )
}

async function leave(): Promise<void> {
  await signOut()
  window.location.assign('/sign-in')
}
