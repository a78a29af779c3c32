'use client'

import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'

interface HintProps {
  readonly text: ReactNode
  /** One element that takes a ref and can be focused. */
  readonly children: ReactNode
}

/** Words that appear beside a control on hover and on focus. */
export function Hint({ text, children }: HintProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-m bg-ink px-2 py-1 text-sm text-page"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

export const HintProvider = Tooltip.Provider
