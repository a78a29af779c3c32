'use client'

import { Switch as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface SwitchProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

/** On or off, with its words to the right. */
export function Switch({ checked, onChange, children }: SwitchProps) {
  const id = useId()
  return (
    <span className="inline-flex h-7 items-center gap-2 whitespace-nowrap max-sm:h-[34px]">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        className="relative h-4 w-7 flex-none rounded-full bg-mark after:absolute after:-inset-2.5 data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-page motion-safe:duration-[120ms] motion-safe:transition-transform data-[state=checked]:translate-x-3.5" />
      </Radix.Root>
      <label htmlFor={id}>{children}</label>
    </span>
  )
}
