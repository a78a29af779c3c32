'use client'

import type { ConsoleUserDto } from '#console/dto/settings.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import type { UserChange } from './confirm-user-dialog.tsx'

const CONFIGURED = 'The operator sets its password'

interface UserMenuProps {
  readonly user: ConsoleUserDto
  readonly choose: (change: UserChange) => void
}

/** What the administrator can do to a user of the console. */
export function UserMenu({ user, choose }: UserMenuProps) {
  const configured = user.configured ? CONFIGURED : undefined
  return (
    <Menu trigger={<IconButton icon="more" label={`Actions for ${user.signInName}`} className="size-7" />}>
      <MenuItem icon="rotate" reason={configured} onSelect={() => choose({ kind: 'reset', user })}>
        Reset password
      </MenuItem>
      <MenuItem
        icon="shield"
        reason={user.hasTotp ? undefined : 'There is none'}
        onSelect={() => choose({ kind: 'totp', user })}
      >
        Remove authenticator
      </MenuItem>
      <MenuLine />
      <MenuItem icon="denied" danger reason={configured} onSelect={() => choose({ kind: 'remove', user })}>
        Remove access
      </MenuItem>
    </Menu>
  )
}
