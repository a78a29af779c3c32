'use client'

import { usePathname } from 'next/navigation'
import { RoleForm } from './role-form.tsx'
import type { SessionActions } from './session-actions.ts'

interface ForbiddenRoleProps extends Pick<SessionActions, 'switchRole'> {
  /** The account that the session acts in. */
  readonly account: string
  readonly userName: string
  readonly isRoot: boolean
}

/** The way in for one who came by a link to another account: a role of it. */
export function ForbiddenRole({ switchRole, account, userName, isRoot }: ForbiddenRoleProps) {
  const [, sandbox = '', wanted = ''] = usePathname().split('/')
  // No role of `main` leads there.
  if (sandbox !== 'main') return <p>Sandboxes other than main are the administrator’s.</p>
  if (wanted === account || !/^\d{12}$/.test(wanted)) return null
  if (isRoot) {
    return (
      <p>
        You are signed in as <b className="font-strong text-ink">{userName}</b>, a root user. Root users may not assume
        roles: sign in as a user that a role of the account trusts, or as its own administrator{' '}
        <span className="mono">root@{wanted}</span>.
      </p>
    )
  }
  return (
    <section aria-label="Switch role" className="mt-4 w-86 max-w-full justify-self-center">
      <RoleForm switchRole={switchRole} account={wanted} second onSwitched={() => window.location.reload()} />
    </section>
  )
}
