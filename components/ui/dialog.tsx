'use client'

import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** It holds what is shown this once: only its own buttons close it. */
  readonly holds?: boolean
  readonly children: ReactNode
}

/** Asks for something before an act. On phones it stands at the bottom. */
export function Dialog({ title, open, onOpenChange, holds = false, children }: DialogProps) {
  const opener = useRef<HTMLElement | null>(null)
  const content = useRef<HTMLDivElement>(null)
  // What is shown next in the same dialog begins at its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a title tells what is shown
  useEffect(() => {
    content.current?.scrollTo(0, 0)
  }, [title])
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          ref={content}
          aria-describedby={undefined}
          onEscapeKeyDown={holds ? stay : undefined}
          onInteractOutside={holds ? stay : undefined}
          onOpenAutoFocus={(event) => {
            opener.current = openerOf(document.activeElement)
            focusFirstField(event)
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            opener.current?.focus()
          }}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[80vh] w-[480px] scroll-pb-20 max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-auto rounded-l bg-raised shadow-float outline-none max-sm:top-auto max-sm:bottom-3"
        >
          <header className="flex items-center gap-2 px-5 pt-4 pb-1">
            <Radix.Title className="font-title text-lg tracking-[-0.01em]">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="-mr-1.5 ml-auto inline-grid size-7 flex-none place-items-center max-sm:size-9 rounded-m text-ink-2 hover:bg-hover"
            >
              <Icon name="cross" />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function stay(event: Event): void {
  event.preventDefault()
}

/** Where the focus goes back to: what was pressed; for an item of a menu, the button that opened the menu. */
function openerOf(pressed: Element | null): HTMLElement | null {
  const menu = pressed?.closest('[role="menu"]')
  const button = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : pressed
  return button instanceof HTMLElement ? button : null
}

/** What is to be filled in comes first; where there is nothing, the dialog itself. */
function focusFirstField(event: Event): void {
  event.preventDefault()
  const dialog = event.currentTarget
  if (!(dialog instanceof HTMLElement)) return
  const field = dialog.querySelector<HTMLElement>('input:not([readonly]), select, textarea')
  const first = field ?? dialog
  first.focus()
}

export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-5 py-2">{children}</div>
}

/** It stays in sight while a long dialog scrolls. */
export function DialogFooter({ children }: { readonly children: ReactNode }) {
  return <footer className="dialog-foot flex flex-wrap justify-end gap-2 px-5 pt-3 pb-5">{children}</footer>
}
