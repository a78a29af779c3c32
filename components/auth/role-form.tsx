'use client'

import { type FormEvent, useState } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useRecentRoles } from './recent-roles.ts'
import { type RoleName, roleOfArn, type SessionActions } from './session-actions.ts'

interface RoleFormProps {
  readonly switchRole: SessionActions['switchRole']
  /** The account that is wanted, where the address names one. */
  readonly account?: string
  /** Where the page has another button that comes first. */
  readonly second?: boolean
  readonly onSwitched: (account: string) => void
}

/** Takes a role of any account; its trust policy and the user's own policies decide. */
export function RoleForm({ switchRole, account: wanted = '', second = false, onSwitched }: RoleFormProps) {
  const [account, setAccount] = useState(wanted)
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorDto>()
  const [recent, remember] = useRecentRoles()
  const problem = account !== '' && !/^\d{12}$/.test(account) ? 'It has 12 digits.' : undefined

  async function take(role: RoleName) {
    setBusy(true)
    setError(undefined)
    const result = await switchRole(role).catch(() => undefined)
    setBusy(false)
    if (!result) return setError({ code: 'No answer', message: 'The server could not be reached.' })
    if (!result.ok) return setError(result.error)
    remember(role)
    onSwitched(result.value.account)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!busy && !problem && account !== '' && name !== '') void take({ account, name })
  }

  function typed(text: string) {
    const role = roleOfArn(text.trim())
    if (role) setAccount(role.account)
    setName(role ? role.name : text)
  }

  return (
    <form onSubmit={submit} className="grid gap-3 text-left">
      <TextField
        label="Account"
        value={account}
        onChange={(event) => setAccount(event.target.value)}
        error={problem}
        placeholder="12 digits"
        inputMode="numeric"
        autoComplete="off"
        required
      />
      <TextField
        label="Role"
        value={name}
        onChange={(event) => typed(event.target.value)}
        hint="Its name, with its path if it has one; a pasted ARN fills in both."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      {error && <RoleError error={error} />}
      <Button type="submit" variant={second ? 'plain' : 'primary'} icon="swap" busy={busy}>
        Switch role
      </Button>
      <Recent roles={recent.filter((role) => wanted === '' || role.account === wanted)} take={take} busy={busy} />
    </form>
  )
}

interface RecentProps {
  readonly roles: readonly RoleName[]
  readonly take: (role: RoleName) => Promise<void>
  readonly busy: boolean
}

function Recent({ roles, take, busy }: RecentProps) {
  if (roles.length === 0) return null
  return (
    <section aria-label="Recent roles" className="border-line border-t pt-2">
      <h3 className="px-1 pb-1 text-ink-3 text-sm">Recent</h3>
      <ul>
        {roles.map((role) => (
          <li key={`${role.account}/${role.name}`}>
            <Button variant="ghost" className="mono w-full justify-start" busy={busy} onClick={() => void take(role)}>
              <span className="text-ink-3">{role.account}</span>
              <bdi className="truncate">{role.name}</bdi>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Shown without the frame too, where no page of the account can be linked. */
function RoleError({ error: { code, message, requestId } }: { readonly error: ErrorDto }) {
  return (
    <div role="alert" className="flex gap-2.5 rounded-m bg-deletion-soft px-3 py-2">
      <Icon name="warning" className="mt-0.5 text-deletion" />
      <div className="min-w-0 flex-1">
        <p className="font-strong text-deletion">{code}</p>
        <p className="text-ink-2 wrap-anywhere">{message}</p>
        {requestId && <p className="mono text-ink-3 wrap-anywhere">request {requestId}</p>}
      </div>
    </div>
  )
}
