'use client'

import { count } from '../format.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { buttonClass } from './button-class.ts'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

interface PagerProps {
  readonly page: number
  readonly pageSize: number
  readonly matching: number
  /** Told when someone chooses another page size. */
  readonly onSize?: (size: string) => void
}

const SIZES = [25, 50, 100, 250]

/** Pages of a long list, as links; absent while everything fits. */
export function Pager({ page, pageSize, matching, onSize }: PagerProps) {
  const { hrefWith, set } = useUrlState()
  const smallest = SIZES[0] ?? 0
  if (matching <= smallest) return null
  const first = (page - 1) * pageSize + 1
  const last = Math.min(matching, page * pageSize)
  return (
    <nav aria-label="Pages" className="mt-3 flex flex-wrap items-center gap-2 text-ink-3">
      <label className="flex items-center gap-2">
        Rows
        <select
          value={pageSize}
          onChange={(event) => {
            set({ size: event.target.value, page: undefined })
            onSize?.(event.target.value)
          }}
          className="h-7 rounded-m border border-line-strong bg-page px-1.5 text-ink max-sm:h-9"
        >
          {SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <span className="ml-auto tabular-nums">
        {count(first)} to {count(last)} of {count(matching)}
      </span>
      <Step
        href={page > 1 ? hrefWith({ page: String(page - 1) }) : undefined}
        label="Previous page"
        icon="chevronLeft"
      />
      <Step
        href={last < matching ? hrefWith({ page: String(page + 1) }) : undefined}
        label="Next page"
        icon="chevronRight"
      />
    </nav>
  )
}

interface StepProps {
  readonly href: string | undefined
  readonly label: string
  readonly icon: 'chevronLeft' | 'chevronRight'
}

function Step({ href, label, icon }: StepProps) {
  const look = buttonClass('plain', 'small', 'w-8 px-0')
  if (href === undefined) {
    return (
      <button type="button" disabled aria-label={label} className={`${look} text-mark`}>
        <Icon name={icon} />
      </button>
    )
  }
  return (
    <Link href={href} aria-label={label} className={look}>
      <Icon name={icon} />
    </Link>
  )
}
