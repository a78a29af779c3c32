'use client'

import { usePathname } from 'next/navigation'
import { lazy, useState } from 'react'
import type { SessionActions } from '../auth/session-actions.ts'
import { PageHelp } from '../help/page-help.tsx'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { usePalette } from '../palette/palette.tsx'
import { RegionSelector } from '../region/region-selector.tsx'
import { SandboxMenu } from '../sandboxes/sandbox-menu.tsx'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Brand, Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { AccountActions, AccountFacts } from './account-menu.tsx'
import { DisplayChoices } from './display-menu.tsx'
import { isWithin, phonePages } from './nav.ts'

const MoreSheet = lazy(async () => ({ default: (await import('./more-sheet.tsx')).MoreSheet }))

/** The truth bar in one line. */
export function PhoneTop({ session }: { readonly session: SessionActions }) {
  const { scope, sandbox } = useFrame()
  const { open } = usePalette()
  return (
    <header
      className={`fixed inset-x-0 top-0 z-20 flex h-[52px] items-center gap-1 border-b bg-page pr-2 pl-4 sm:hidden ${sandbox ? 'border-accent shadow-[inset_0_-1px_var(--accent)]' : 'border-line'}`}
    >
      <Brand className="mr-2 size-[22px]" />
      <div className="grid min-w-0 flex-1">
        <RegionSelector
          trigger={
            <button
              type="button"
              className="flex h-[25px] min-w-0 items-center gap-1 pt-1 text-left font-medium font-mono text-base tracking-[-0.02em]"
            >
              {scope.region}
              <Icon name="chevrons" className="size-3.5 text-ink-3" />
            </button>
          }
        />
        <PhoneSandbox />
      </div>
      <PageHelp className="size-10" />
      <IconButton icon="search" label="Search or run" className="size-10" onClick={open} />
      <PhoneMenu session={session} />
    </header>
  )
}

/** Sandbox and rules in a line; for the administrator, the way to the clock and to the other sandboxes. */
function PhoneSandbox() {
  const { scope, authMode, frozen, sandbox, administers } = useFrame()
  const hasFaults = sandbox !== undefined && sandbox.faults.length > 0
  const rules = authMode === 'strict' ? 'STRICT' : 'OPEN'
  const text = `${scope.sandbox}${frozen ? ' · frozen' : ''}${hasFaults ? ' · faults on' : ''} · ${rules}`
  // A long name gives way, not what makes the sandbox behave otherwise than one would think.
  const words = (
    <>
      <span className="truncate">{scope.sandbox}</span>
      {frozen && <span className="flex-none">· frozen</span>}
      {hasFaults && <Icon name="warning" className="size-3 flex-none text-warn" />}
      <span className="flex-none">· {rules}</span>
    </>
  )
  if (!administers) return <span className="flex min-w-0 gap-1 text-ink-3 text-sm">{words}</span>
  return (
    <SandboxMenu
      trigger={
        <button
          type="button"
          aria-label={`Sandbox ${text}`}
          className={`flex h-[25px] min-w-0 items-center gap-1 pb-1 text-left text-sm ${sandbox ? 'text-accent' : 'text-ink-3'}`}
        >
          {words}
          <Icon name="chevrons" className="size-3 flex-none" />
        </button>
      }
    />
  )
}

function PhoneMenu({ session }: { readonly session: SessionActions }) {
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
      <div className="border-line border-t px-2 py-2">
        <DisplayChoices />
      </div>
      <footer className="border-line border-t p-2">
        <AccountActions session={session} />
      </footer>
    </Popover>
  )
}

const TAB =
  'grid content-center justify-items-center gap-0.5 text-ink-3 text-xs/[14px] focus-visible:-outline-offset-2 aria-[current]:font-medium aria-[current]:text-accent'

/** The four main pages, and all of them behind "More". */
export function PhoneTabs() {
  const paths = usePaths()
  const path = usePathname()
  const [open, setOpen] = useState(false)
  const pages = phonePages(paths)
  const isElsewhere = !pages.some(({ href }) => isWithin(path, href))
  return (
    <nav
      aria-label="Main, small screens"
      className="fixed inset-x-0 bottom-0 z-20 grid h-15 grid-cols-5 border-line border-t bg-page sm:hidden"
    >
      {pages.map(({ href, icon, short }) => (
        <Link key={href} href={href} aria-current={isWithin(path, href) ? 'page' : undefined} className={TAB}>
          <TabFace icon={icon} text={short} />
        </Link>
      ))}
      <button
        type="button"
        aria-haspopup="dialog"
        aria-current={isElsewhere || undefined}
        onClick={() => setOpen(true)}
        className={TAB}
      >
        <TabFace icon="more" text="More" />
      </button>
      <WhenOpen open={open}>
        <MoreSheet close={() => setOpen(false)} />
      </WhenOpen>
    </nav>
  )
}

function TabFace({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <>
      <Icon name={icon} className="size-5 stroke-[1.2]" />
      {text}
    </>
  )
}
