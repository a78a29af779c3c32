'use client'

import { useFrame, usePaths } from '../hooks/frame.tsx'
import { Tabs } from '../ui/tabs.tsx'

/** The kinds of identities; accounts only for who administers them. */
export function IdentityTabs() {
  const { identity } = usePaths()
  const { administers } = useFrame()
  const tabs = [
    { href: identity('users'), label: 'Users' },
    { href: identity('roles'), label: 'Roles' },
    { href: identity('groups'), label: 'Groups' },
    { href: identity('policies'), label: 'Policies' },
    ...(administers ? [{ href: identity('accounts'), label: 'Accounts' }] : []),
  ]
  return <Tabs label="Identities" tabs={tabs} />
}
