'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { pathsOf, useFrame, usePaths } from '../hooks/frame.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Tabs } from '../ui/tabs.tsx'

/** Head and tabs of the settings; every tab is a page. */
export function SettingsFrame({ children }: { readonly children: ReactNode }) {
  const { settings } = usePaths()
  const { sandbox } = useFrame()
  if (sandbox) return <InSandbox>{children}</InSandbox>
  return (
    <>
      <PageHead title="Settings" />
      <Tabs
        label="Settings"
        tabs={[
          { href: settings, label: 'You' },
          { href: `${settings}/sessions`, label: 'Sessions' },
          { href: `${settings}/users`, label: 'Users' },
          { href: `${settings}/display`, label: 'Display' },
          { href: `${settings}/installation`, label: 'Installation' },
        ]}
      />
      <div className="grid max-w-[880px] gap-4">{children}</div>
    </>
  )
}

/** Only the display is this browser's; who you are and what runs here is the same wherever you look. */
function InSandbox({ children }: { readonly children: ReactNode }) {
  const { settings } = usePaths()
  const { scope, home } = useFrame()
  const path = usePathname()
  const inMain = pathsOf({ ...scope, ...home }).settings
  const display = `${settings}/display`
  return (
    <>
      <PageHead title="Settings" />
      <Tabs label="Settings" tabs={[{ href: display, label: 'Display' }]} />
      <div className="grid max-w-[880px] gap-4">
        {path === display && children}
        <p className="text-ink-2">
          Your password, your sessions, the users of the console and the installation belong to main, and are in{' '}
          <Link href={inMain} className={textLink}>
            its settings
          </Link>
          .
        </p>
      </div>
    </>
  )
}
