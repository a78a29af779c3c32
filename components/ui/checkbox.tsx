'use client'

import { Checkbox as Radix } from 'radix-ui'
import { Icon } from './icon.tsx'

interface CheckboxProps {
  readonly checked: boolean | 'indeterminate'
  readonly onChange: (checked: boolean) => void
  readonly label: string
}

/** A box with a name but no visible words. */
export function Checkbox({ checked, onChange, label }: CheckboxProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={(value) => onChange(value === true)}
      className="relative inline-grid size-4 place-items-center rounded-s border border-mark bg-page align-[-3px] text-accent-on before:absolute before:-inset-1.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent max-sm:size-5"
    >
      <Radix.Indicator className="grid">
        <Icon name={checked === 'indeterminate' ? 'minus' : 'check'} className="size-3 stroke-2" />
      </Radix.Indicator>
    </Radix.Root>
  )
}
