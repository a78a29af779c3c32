'use client'

import { lazy, type ReactNode, useState } from 'react'
import { Popover } from '../ui/popover.tsx'
import { WhenOpen } from '../ui/when-open.tsx'

const SandboxPanel = lazy(async () => ({ default: (await import('./sandbox-panel.tsx')).SandboxPanel }))

/** Where the page is and at what time: the clock of the sandbox, and the way to the others. */
export function SandboxMenu({ trigger }: { readonly trigger: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger={trigger}
      label="Sandbox and clock"
      open={open}
      onOpenChange={setOpen}
      className="w-[428px] max-w-[calc(100vw-16px)] p-0"
    >
      <WhenOpen open={open}>
        <SandboxPanel close={() => setOpen(false)} />
      </WhenOpen>
    </Popover>
  )
}
