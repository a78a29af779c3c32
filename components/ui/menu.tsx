'use client'

import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

interface MenuProps {
  readonly trigger: ReactNode
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 min-w-52 max-w-80 rounded-l bg-raised p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  readonly icon?: IconName
  /** Why it cannot be chosen now; shown below its words. */
  readonly reason?: string | undefined
  readonly danger?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({ icon, reason, danger = false, onSelect, children }: MenuItemProps) {
  const id = useId()
  const off = reason !== undefined
  const tone = off ? 'text-ink-3' : danger ? 'text-deletion' : ''
  return (
    <DropdownMenu.Item
      aria-disabled={off || undefined}
      aria-labelledby={`${id}-name`}
      aria-describedby={off ? `${id}-reason` : undefined}
      onSelect={(event) => (off ? event.preventDefault() : onSelect())}
      className={`flex min-h-8 items-start gap-2.5 rounded-m px-2 py-1.5 outline-none data-highlighted:bg-hover max-sm:min-h-10 max-sm:items-center ${tone}`}
    >
      {icon && <Icon name={icon} className={`mt-0.5 size-4 max-sm:mt-0 ${danger && !off ? '' : 'text-ink-3'}`} />}
      <span className="grid">
        <span id={`${id}-name`}>{children}</span>
        {off && (
          <span id={`${id}-reason`} className="text-sm">
            {reason}
          </span>
        )}
      </span>
    </DropdownMenu.Item>
  )
}

export function MenuLine() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
}
