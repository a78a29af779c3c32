'use client'

import { type FormEvent, useState } from 'react'
import { count } from '../format.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { FilterField, FilterOption } from './fields.ts'

interface FieldEditorProps {
  readonly field: FilterField
  readonly done: () => void
}

/** Sets the values of one filter, at once in the address. */
export function FieldEditor({ field, done }: FieldEditorProps) {
  return field.kind === 'text' ? <Typed field={field} done={done} /> : <Choices field={field} done={done} />
}

function Choices({ field, done }: FieldEditorProps) {
  const { params, set } = useUrlState()
  const chosen = params.getAll(field.name)
  const [text, setText] = useState('')
  const options = (field.options ?? []).filter((option) => option.label.toLowerCase().includes(text.toLowerCase()))

  function toggle({ value }: FilterOption) {
    const on = chosen.includes(value)
    const many = on ? chosen.filter((each) => each !== value) : [...chosen, value]
    set({ [field.name]: field.kind === 'many' ? many : on ? [] : [value], page: undefined, before: undefined })
    if (field.kind === 'one') done()
  }

  return (
    <>
      <p className="px-2 pb-1 font-medium text-[11.5px]/4 text-ink-3">{field.label}</p>
      {(field.options?.length ?? 0) > 8 && (
        <input
          aria-label={`Find among ${field.label}`}
          placeholder="Find"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1 h-8 w-full rounded-m border border-line-strong bg-page px-2.5 focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent"
        />
      )}
      <ul className="max-h-72 overflow-y-auto">
        {options.map((option) => (
          <li key={option.value}>
            <button
              type="button"
              aria-pressed={chosen.includes(option.value)}
              onClick={() => toggle(option)}
              className="flex h-8 w-full items-center gap-2 rounded-m px-2 hover:bg-hover focus-visible:-outline-offset-2 max-sm:h-10"
            >
              <Icon
                name="check"
                className={`size-3.5 text-accent ${chosen.includes(option.value) ? '' : 'invisible'}`}
              />
              <span className="truncate">{option.label}</span>
              {option.count !== undefined && (
                <span className="ml-auto text-ink-3 tabular-nums">{count(option.count)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {options.length === 0 && <p className="px-2 py-3 text-ink-3">Nothing to choose from.</p>}
    </>
  )
}

function Typed({ field, done }: FieldEditorProps) {
  const { params, set } = useUrlState()
  const [text, setText] = useState(params.get(field.name) ?? '')
  function submit(event: FormEvent) {
    event.preventDefault()
    set({ [field.name]: text.trim(), before: undefined })
    done()
  }
  return (
    <form onSubmit={submit} className="grid gap-2 p-1">
      <label className="grid gap-1.5 font-medium text-md">
        {field.label}
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={field.placeholder}
          className="h-8 rounded-m border border-line-strong bg-page px-2.5 font-normal focus:outline-2 focus:outline-offset-[-1px] focus:outline-accent"
        />
      </label>
      <Button type="submit" size="small" variant="primary">
        Apply
      </Button>
    </form>
  )
}
