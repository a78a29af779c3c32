'use client'

import { type ReactNode, useState } from 'react'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { Popover } from '../../ui/popover.tsx'
import { FROM_THE_START } from '../list-params.ts'
import type { EventField } from './fields.ts'

const CHIP =
  'inline-flex h-7 max-w-full items-stretch overflow-hidden rounded-m border border-line-strong bg-page text-md whitespace-nowrap max-sm:h-[34px] [&>*+*]:border-line [&>*+*]:border-l [&>*]:inline-flex [&>*]:items-center [&>*]:px-2'

interface ChipProps {
  readonly field: EventField
  /** Whether it leaves events out. */
  readonly not: boolean
  readonly labelOf: (value: string) => string
  readonly children: (close: () => void) => ReactNode
}

/** One filter that is on: what, whether it is or is not, and the values. Each part of it can be pressed. */
export function Chip({ field, not, labelOf, children }: ChipProps) {
  const { params, hrefWith } = useUrlState()
  const [open, setOpen] = useState(false)
  const [name, other] = not ? [`${field.name}!`, field.name] : [field.name, `${field.name}!`]
  const values = params.getAll(name)
  const said = values.length > 2 ? `${values.length} values` : values.map(labelOf).join(' or ')
  const turned = { [name]: undefined, [other]: [...new Set([...params.getAll(other), ...values])] }
  return (
    <span className={CHIP}>
      <span>{field.label}</span>
      <Link
        href={hrefWith({ ...turned, ...FROM_THE_START })}
        scroll={false}
        aria-label={`${field.label} ${not ? 'is not' : 'is'}: turn around`}
        title={not ? 'Show only these' : 'Leave these out'}
        className="text-ink-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        {not ? 'is not' : 'is'}
      </Link>
      <Popover
        label={`Filter ${field.label}`}
        open={open}
        onOpenChange={setOpen}
        className="w-80 max-w-[calc(100vw-32px)]"
        trigger={
          <button type="button" className="min-w-0 font-medium hover:bg-hover focus-visible:-outline-offset-2">
            <bdi className="max-w-56 truncate">{said}</bdi>
          </button>
        }
      >
        {children(() => setOpen(false))}
      </Popover>
      <Link
        href={hrefWith({ [name]: undefined, ...FROM_THE_START })}
        scroll={false}
        aria-label={`Remove filter ${field.label}`}
        className="px-1.5! text-ink-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name="cross" className="size-3" />
      </Link>
    </span>
  )
}
