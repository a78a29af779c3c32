'use client'

import type { ReactNode } from 'react'
import { RoleEnd, RoleSwitch } from '../auth/role-switch.tsx'
import type { SessionActions } from '../auth/session-actions.ts'
import { signOut } from '../auth/session-client.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'

/** Who is signed in, whole, and the way out. */
export function AccountMenu({ trigger, session }: { readonly trigger: ReactNode; readonly session: SessionActions }) {
  return (
    <Popover trigger={trigger} label="Account and principal" className="w-[344px] max-w-[calc(100vw-16px)] p-0">
      <AccountFacts />
      <footer className="border-line border-t p-2">
        <AccountActions session={session} />
      </footer>
    </Popover>
  )
}

export function AccountFacts() {
  const { scope, userName, role } = useFrame()
  const { account, principalArn } = scope
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-y-2 px-4 py-3 text-md">
      <dt className="text-ink-3">Signed in as</dt>
      <dd>{userName}</dd>
      <dt className="text-ink-3">Account</dt>
      <dd className="mono flex items-center gap-1">
        {account}
        <CopyButton text={account} label="Copy account id" />
      </dd>
      <dt className="text-ink-3">Principal</dt>
      <dd className="mono flex min-w-0 items-center gap-1">
        <span className="truncate">{principalArn}</span>
        <CopyButton text={principalArn} label="Copy principal ARN" />
      </dd>
      {role && (
        <>
          <dt className="text-ink-3">Role</dt>
          <dd className="flex min-w-0 items-baseline gap-2">
            <bdi className="truncate">{role.name}</bdi>
            <span className="text-ink-3 text-sm">
              <RoleEnd expiresAt={role.expiresAt} />
            </span>
          </dd>
        </>
      )}
    </dl>
  )
}

/** What one can do with the session. */
export function AccountActions({ session }: { readonly session: SessionActions }) {
  const { settings } = usePaths()
  const { sandbox } = useFrame()
  return (
    <>
      {/* In a sandbox one is the root user of the account, and those switch to no role. */}
      {!sandbox && <RoleSwitch {...session} />}
      <Link href={settings} className={buttonClass('ghost', 'normal', 'w-full justify-start')}>
        <Icon name="gear" />
        Settings
      </Link>
      <Button variant="ghost" icon="signOut" className="w-full justify-start" onClick={leave}>
        Sign out
      </Button>
    </>
  )
}

async function leave(): Promise<void> {
  await signOut()
  window.location.assign('/sign-in')
}
