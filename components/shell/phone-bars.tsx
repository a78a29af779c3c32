'use client'

import { usePathname } from 'next/navigation'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { RegionSelector } from '../region/region-selector.tsx'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Brand, Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { AccountFacts, SignOutButton } from './account-menu.tsx'
import { isWithin, navigation } from './nav.ts'
import { ThemeChoice } from './theme-menu.tsx'

/** The truth bar in one line. */
export function PhoneTop() {
  const { scope, authMode, frozen } = useFrame()
  return (
    <header className="fixed inset-x-0 top-0 z-20 flex h-[52px] items-center gap-1 border-line border-b bg-page pr-2 pl-4 sm:hidden">
      <Brand className="mr-2 size-[22px]" />
      <RegionSelector
        trigger={
          <button type="button" className="grid min-w-0 flex-1 text-left">
            <span className="flex items-center gap-1 font-medium font-mono text-base tracking-[-0.02em]">
              {scope.region}
              <Icon name="chevrons" className="size-3.5 text-ink-3" />
            </span>
            <span className="truncate text-ink-3 text-sm">
              {scope.sandbox}
              {frozen ? ' · frozen' : ''} · {authMode === 'strict' ? 'STRICT' : 'OPEN'}
            </span>
          </button>
        }
      />
      <PhoneMenu />
    </header>
  )
}

function PhoneMenu() {
  const { endpoint } = useFrame()
  return (
    <Popover
      trigger={<IconButton icon="menu" label="Menu" className="size-10" />}
      label="Menu"
      align="end"
      className="w-[344px] max-w-[calc(100vw-16px)] p-0"
    >
      <AccountFacts />
      <div className="mono flex items-center gap-1 px-4 pb-3 text-ink-2">
        <span className="truncate">{endpoint}</span>
        <CopyButton text={endpoint} label="Copy endpoint" />
      </div>
      <div className="flex items-center justify-between border-line border-t px-4 py-2">
        <span>Theme</span>
        <ThemeChoice />
      </div>
      <footer className="border-line border-t p-2">
        <SignOutButton />
      </footer>
    </Popover>
  )
}

export function PhoneTabs() {
  const paths = usePaths()
  const frame = useFrame()
  const path = usePathname()
  const items = navigation(paths, frame).flatMap((group) => group.items)
  return (
    <nav
      aria-label="Main, small screens"
      className="fixed inset-x-0 bottom-0 z-20 grid h-15 auto-cols-fr grid-flow-col border-line border-t bg-page sm:hidden"
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={isWithin(path, item.href) ? 'page' : undefined}
          className="grid content-center justify-items-center gap-0.5 text-ink-3 text-xs/[14px] focus-visible:-outline-offset-2 aria-[current]:font-medium aria-[current]:text-accent"
        >
          <Icon name={item.icon} className="size-5 stroke-[1.2]" />
          {item.short}
        </Link>
      ))}
    </nav>
  )
}
