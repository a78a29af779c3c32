'use client'

import { type ReactNode, useState } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { FieldEditor } from './field-editor.tsx'
import type { FilterField } from './fields.ts'

interface FilterBarProps {
  readonly fields: readonly FilterField[]
  /** Before the chips. */
  readonly search?: ReactNode
  /** At the right end. */
  readonly children?: ReactNode
}

/** Filters as chips: field, operator, values. Each one is a part of the address. */
export function FilterBar({ fields, search, children }: FilterBarProps) {
  const { params, hrefWith } = useUrlState()
  const used = fields.filter((field) => params.has(field.name))
  const all = Object.fromEntries(
    [...fields.map((field) => field.name), 'q', 'page', 'before'].map((name) => [name, undefined]),
  )
  return (
    <search className="max-sm:bleed max-sm:gutter mb-3 flex flex-wrap items-center gap-2 max-sm:mb-2 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:pb-1 max-sm:[scrollbar-width:none] max-sm:*:flex-none">
      {search}
      {used.map((field) => (
        <Chip key={field.name} field={field} values={params.getAll(field.name)} />
      ))}
      {fields.length > 0 && <AddFilter fields={fields} />}
      {(used.length > 0 || params.has('q')) && (
        <Link href={hrefWith(all)} className="rounded-m px-2.5 font-medium text-ink-2 text-md leading-7 hover:bg-hover">
          Clear
        </Link>
      )}
      {children}
    </search>
  )
}

function Chip({ field, values }: { readonly field: FilterField; readonly values: readonly string[] }) {
  const { hrefWith } = useUrlState()
  const texts = values.map((value) => field.options?.find((option) => option.value === value)?.label ?? value)
  const said = texts.length > 2 ? `${texts.length} values` : texts.join(', ')
  return (
    <span className="inline-flex h-7 items-stretch overflow-hidden rounded-m border border-line-strong bg-page text-md whitespace-nowrap max-sm:h-[34px] [&>*+*]:border-line [&>*+*]:border-l [&>*]:inline-flex [&>*]:items-center [&>*]:px-2">
      <span>{field.label}</span>
      <span className="text-ink-3">{field.kind === 'many' ? 'is any of' : 'is'}</span>
      <FieldPopover
        field={field}
        trigger={
          <button
            type="button"
            className="max-w-56 truncate font-medium hover:bg-hover focus-visible:-outline-offset-2"
          >
            {said || 'any value'}
          </button>
        }
      />
      <Link
        href={hrefWith({ [field.name]: undefined, page: undefined, before: undefined })}
        aria-label={`Remove filter ${field.label}`}
        className="px-1.5! text-ink-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name="cross" className="size-3" />
      </Link>
    </span>
  )
}

function FieldPopover({ field, trigger }: { readonly field: FilterField; readonly trigger: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover trigger={trigger} label={`Filter ${field.label}`} open={open} onOpenChange={setOpen} className="w-64">
      <FieldEditor field={field} done={() => setOpen(false)} />
    </Popover>
  )
}

/** First which field, then which values. */
function AddFilter({ fields }: { readonly fields: readonly FilterField[] }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState<string>()
  const field = fields.find((each) => each.name === name)
  function change(next: boolean) {
    setOpen(next)
    setName(undefined)
  }
  const trigger = (
    <button
      type="button"
      className="inline-flex h-7 items-center gap-1.5 rounded-m border border-line-strong border-dashed px-2 text-ink-2 text-md hover:bg-hover max-sm:h-[34px]"
    >
      <Icon name="plus" className="size-3.5" />
      Filter
    </button>
  )
  return (
    <Popover trigger={trigger} label="Add a filter" open={open} onOpenChange={change} className="w-64">
      {field ? (
        <FieldEditor field={field} done={() => change(false)} />
      ) : (
        <ul>
          {fields.map((each) => (
            <li key={each.name}>
              <button
                type="button"
                onClick={() => setName(each.name)}
                className="flex h-8 w-full items-center rounded-m px-2 hover:bg-hover max-sm:h-10"
              >
                {each.label}
                <Icon name="chevronRight" className="ml-auto size-3.5 text-ink-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
