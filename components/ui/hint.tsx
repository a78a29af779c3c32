'use client'

import { Tooltip } from 'radix-ui'
import { type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'

interface HintProps {
  readonly text: ReactNode
  /** One element that takes a ref and can be focused. */
  readonly children: ReactNode
}

/**
 * Words that appear beside a control on hover and on focus. A finger does neither: for it they come when a press does
 * nothing else.
 */
export function Hint({ text, children }: HintProps) {
  const [open, setOpen] = useState(false)
  const touched = useRef(false)
  function press(event: PointerEvent) {
    touched.current = event.pointerType === 'touch'
  }
  function tell(event: MouseEvent) {
    if (touched.current && event.defaultPrevented) setOpen(true)
  }
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onPointerDown={press} onClick={tell}>
        {children}
      </Tooltip.Trigger>
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

const DELAY = 300

/** Around all pages: hints that follow one another come without delay. */
export function HintProvider({ children }: { readonly children: ReactNode }) {
  return <Tooltip.Provider delayDuration={DELAY}>{children}</Tooltip.Provider>
}
