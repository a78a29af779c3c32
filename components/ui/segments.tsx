'use client'

import { RadioGroup } from 'radix-ui'

interface SegmentsProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  /** Beside the label of a field. */
  readonly small?: boolean
}

/** One of a few views, side by side. */
export function Segments<T extends string>({ label, value, options, onChange, small = false }: SegmentsProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onChange(chosen.value)
      }}
      className="inline-flex flex-none overflow-hidden rounded-m border border-line-strong"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={`border-line text-ink-2 whitespace-nowrap not-first:border-l focus-visible:-outline-offset-2 data-[state=checked]:bg-active data-[state=checked]:font-medium data-[state=checked]:text-ink ${
            small ? 'h-5 px-2 text-[11.5px] max-sm:h-8' : 'h-[26px] px-2.5 text-md max-sm:h-8'
          }`}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
