'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from './button.tsx'

interface DrawerProps {
  /** Its name for assistive technology. */
  readonly label: string
  readonly title: ReactNode
  /** Before the title, and behind it. */
  readonly icon?: ReactNode
  readonly aside?: ReactNode
  /** Buttons, left of the one that closes it. */
  readonly actions?: ReactNode
  /** Below the title. */
  readonly head?: ReactNode
  /** What the focus goes back to when it closes. */
  readonly returnTo: string
  readonly close: () => void
  /** Its content scrolls by itself, and draws the line below the head. */
  readonly bare?: boolean
  readonly children: ReactNode
}

/** What the page beside an open drawer leaves free. */
export const besideDrawer = 'lg:pr-[528px]'

/** One thing of a list, beside it; over it where there is no room, and as a sheet on phones. Escape closes it. */
export function Drawer({ label, title, icon, aside, actions, head, returnTo, close, bare, children }: DrawerProps) {
  const panel = useDrawer(returnTo, close)
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className="fixed top-14 right-0 bottom-0 z-15 grid w-[536px] max-w-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] border-line-strong border-l bg-raised outline-none max-sm:top-16 max-sm:left-0 max-sm:z-30 max-sm:w-auto max-sm:rounded-t-[12px] max-sm:border-t max-sm:border-l-0 max-sm:shadow-float"
    >
      <header className={`px-6 pt-4 max-sm:px-4 ${bare ? 'pb-2' : 'border-line border-b pb-3'}`}>
        <div className="flex items-center gap-2">
          {icon}
          <h2 className="min-w-0 truncate font-title text-lg tracking-[-0.01em]">{title}</h2>
          {aside}
          <span className="ml-auto flex gap-1">
            {actions}
            <IconButton icon="cross" label="Close" className="size-7 max-sm:size-9" onClick={close} />
          </span>
        </div>
        {head}
      </header>
      {bare ? children : <Scrolled label={`${label}, details`}>{children}</Scrolled>}
    </div>
  )
}

/** Focus goes in when it opens and back when it closes; Escape closes it, where nothing lies over it. */
function useDrawer(returnTo: string, close: () => void) {
  const panel = useRef<HTMLDivElement>(null)
  const opener = useRef(returnTo)
  opener.current = returnTo
  useEffect(() => {
    panel.current?.focus()
    return () => document.getElementById(opener.current)?.focus()
  }, [])
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const inDialog = document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')
      if (event.key === 'Escape' && !event.defaultPrevented && !inDialog) close()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
  return panel
}

function Scrolled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section tabIndex={0} aria-label={label} className="overflow-y-auto focus-visible:-outline-offset-2">
      {children}
    </section>
  )
}
