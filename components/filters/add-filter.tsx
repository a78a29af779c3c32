'use client'

import { type ReactNode, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'

interface AddFilterProps<F> {
  readonly fields: readonly F[]
  /** What edits the values of a field; `done` closes it. */
  readonly editor: (field: F, done: () => void) => ReactNode
  /** Hears of the field that was chosen. */
  readonly onField?: (field: F) => void
}

/** First which field, then which values. */
export function AddFilter<F extends { readonly name: string; readonly label: string }>({
  fields,
  editor,
  onField,
}: AddFilterProps<F>) {
  const [open, setOpen] = useState(false)
  const [field, setField] = useState<F>()
  function change(next: boolean) {
    setOpen(next)
    setField(undefined)
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
    <Popover
      trigger={trigger}
      label="Add a filter"
      open={open}
      onOpenChange={change}
      className={field ? 'w-80 max-w-[calc(100vw-32px)]' : 'w-64'}
    >
      {field ? (
        editor(field, () => change(false))
      ) : (
        <ul className="max-h-110 overflow-y-auto">
          {fields.map((each) => (
            <li key={each.name}>
              <button
                type="button"
                onClick={() => {
                  onField?.(each)
                  setField(each)
                }}
                className="flex h-8 w-full items-center rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 max-sm:h-10"
              >
                <bdi className="truncate">{each.label}</bdi>
                <Icon name="chevronRight" className="ml-auto size-3.5 text-ink-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
