'use client'

import { useState } from 'react'
import type { ConsoleUserDto } from '#console/dto/settings.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'
import type { UserActions } from './actions.ts'
import { AddUserDialog } from './add-user-dialog.tsx'
import { ConfirmUserDialog, type UserChange } from './confirm-user-dialog.tsx'
import { UserMenu } from './user-menu.tsx'

/** Who may sign in to the console with a password; for the administrator. */
export function UsersView(actions: UserActions) {
  const { administers } = useFrame()
  if (!administers) return <OnlyAdministrator />
  return <Users {...actions} />
}

function OnlyAdministrator() {
  return (
    <Card>
      <Empty icon="locked" title="The administrator adds users">
        <p>
          Who may sign in to the console concerns the whole installation, so only its administrator sees and changes it:
          the user <b className="font-strong text-ink">admin</b>, who is the root user of the first account. Your own
          password and authenticator are under You.
        </p>
      </Empty>
    </Card>
  )
}

function Users(actions: UserActions) {
  const { data, error } = useConsoleQuery('consoleUsers')
  const [adding, setAdding] = useState(false)
  const [change, setChange] = useState<UserChange>()
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <Card
      title="Users"
      aside="of the console"
      actions={
        <Button size="small" variant="primary" icon="plus" onClick={() => setAdding(true)}>
          Add user
        </Button>
      }
    >
      <div className="overflow-x-auto">
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Signs in as</th>
              <th>Principal</th>
              <th className="w-32">Last sign-in</th>
              <th className="w-12">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((user) => (
              <UserRow key={user.principalArn} user={user} choose={setChange} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-line border-t px-4 py-2.5 text-ink-3 text-sm">
        Each is a user of AWS IAM, or the root user of an account, and may do in the console what its policies allow.
      </p>
      <AddUserDialog createUser={actions.createUser} open={adding} close={() => setAdding(false)} />
      {change && <ConfirmUserDialog change={change} actions={actions} close={() => setChange(undefined)} />}
    </Card>
  )
}

interface UserRowProps {
  readonly user: ConsoleUserDto
  readonly choose: (change: UserChange) => void
}

function UserRow({ user, choose }: UserRowProps) {
  return (
    <tr>
      <td className="at-a">
        <bdi className="font-medium">{user.signInName}</bdi> {user.hasTotp && <Tag icon="shield">Authenticator</Tag>}{' '}
        {!user.hasPassword && <Tag>No password</Tag>}
      </td>
      <td className="mono at-c max-sm:whitespace-normal max-sm:wrap-anywhere">{user.principalArn}</td>
      <td className="at-d text-ink-2">
        {user.lastSignInAt === undefined ? <span className="text-ink-3">never</span> : <Ago time={user.lastSignInAt} />}
      </td>
      <td className="at-b end">
        <UserMenu user={user} choose={choose} />
      </td>
    </tr>
  )
}
