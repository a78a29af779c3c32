'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { AddFilter } from './add-filter.tsx'
import { type FilterField, namesOf, said } from './fields.ts'

const FieldEditor = lazy(async () => ({ default: (await import('./field-editor.tsx')).FieldEditor }))

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
  const used = fields.filter((field) => namesOf(field).some((name) => params.has(name)))
  const all = without([...fields.flatMap(namesOf), 'q', 'page', 'before'])
  return (
    <search className="max-sm:bleed max-sm:gutter mb-3 max-sm:relative flex flex-wrap items-center gap-2 max-sm:mb-2 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:pb-1 max-sm:[scrollbar-width:none] max-sm:*:flex-none">
      {search}
      {used.map((field) => (
        <Chip key={field.name} field={field} />
      ))}
      {fields.length > 0 && (
        <AddFilter fields={fields} editor={(field, done) => <Editor field={field} done={done} />} />
      )}
      {(used.length > 0 || params.has('q')) && (
        <Link href={hrefWith(all)} className="rounded-m px-2.5 font-medium text-ink-2 text-md leading-7 hover:bg-hover">
          Clear
        </Link>
      )}
      {children}
    </search>
  )
}

function Chip({ field }: { readonly field: FilterField }) {
  const { params, hrefWith } = useUrlState()
  const { operator, value } = said(field, params)
  return (
    <span className="inline-flex h-7 items-stretch overflow-hidden rounded-m border border-line-strong bg-page text-md whitespace-nowrap max-sm:h-[34px] [&>*+*]:border-line [&>*+*]:border-l [&>*]:inline-flex [&>*]:items-center [&>*]:px-2">
      <span className="max-w-40 truncate">
        <bdi className="truncate">{field.label}</bdi>
      </span>
      <span className="text-ink-3">{operator}</span>
      <FieldPopover
        field={field}
        trigger={
          <button type="button" className="max-w-56 font-medium hover:bg-hover focus-visible:-outline-offset-2">
            <bdi className="truncate">{value}</bdi>
          </button>
        }
      />
      <Link
        href={hrefWith(without([...namesOf(field), 'page', 'before']))}
        aria-label={`Remove filter ${field.label}`}
        className="px-1.5! text-ink-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name="cross" className="size-3" />
      </Link>
    </span>
  )
}

/** The change of an address that takes parameters out of it. */
function without(names: readonly string[]): Readonly<Record<string, undefined>> {
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

/** Loaded when it is first opened. */
function Editor(props: { readonly field: FilterField; readonly done: () => void }) {
  return (
    <Suspense fallback={<div className="h-40" />}>
      <FieldEditor {...props} />
    </Suspense>
  )
}

function FieldPopover({ field, trigger }: { readonly field: FilterField; readonly trigger: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover trigger={trigger} label={`Filter ${field.label}`} open={open} onOpenChange={setOpen} className="w-64">
      <Editor field={field} done={() => setOpen(false)} />
    </Popover>
  )
}
