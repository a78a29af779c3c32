'use client'

import { Checkbox as Radix } from 'radix-ui'
import { useRef } from 'react'
import { Icon } from './icon.tsx'

interface CheckboxProps {
  readonly checked: boolean | 'indeterminate'
  /** `shift`: whether the shift key was held, which asks for a range. */
  readonly onChange: (checked: boolean, shift: boolean) => void
  readonly label: string
}

/** A box with a name but no visible words. */
export function Checkbox({ checked, onChange, label }: CheckboxProps) {
  const shift = useRef(false)
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onClick={(event) => {
        shift.current = event.shiftKey
      }}
      onCheckedChange={(value) => onChange(value === true, shift.current)}
      className="relative inline-grid size-4 place-items-center rounded-s border border-mark bg-page align-[-3px] text-accent-on before:absolute before:-inset-1.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent max-sm:size-5"
    >
      <Radix.Indicator className="grid">
        <Icon name={checked === 'indeterminate' ? 'minus' : 'check'} className="size-3 stroke-2" />
      </Radix.Indicator>
    </Radix.Root>
  )
}
