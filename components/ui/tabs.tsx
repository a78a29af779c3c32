'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { Link } from './link.tsx'

export interface Tab {
  readonly href: string
  readonly label: string
  readonly count?: number | undefined
}

/** Pages of one thing. They are links, so that each has its address. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="bleed gutter mb-5 overflow-x-auto border-line border-b [scrollbar-width:none]">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href} className="first:-ml-2">
            <TabLink tab={tab} open={path === tab.href} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

const UNDERLINE =
  'aria-[current]:after:absolute aria-[current]:after:inset-x-2 aria-[current]:after:bottom-0 aria-[current]:after:h-0.5 aria-[current]:after:rounded-t-[2px] aria-[current]:after:bg-accent'

/** Comes into sight by itself when it is open: on phones the bar is longer than the screen. */
function TabLink({ tab, open }: { readonly tab: Tab; readonly open: boolean }) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (open) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [open])
  return (
    <Link
      ref={link}
      href={tab.href}
      aria-current={open ? 'page' : undefined}
      className={`relative inline-flex h-10 items-center gap-1.5 px-2 whitespace-nowrap text-ink-2 hover:text-ink focus-visible:-outline-offset-2 aria-[current]:font-strong aria-[current]:text-ink ${UNDERLINE}`}
    >
      {tab.label}
      {tab.count !== undefined && <span className="font-normal text-ink-3 text-sm tabular-nums">{tab.count}</span>}
    </Link>
  )
}
