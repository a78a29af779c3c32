'use client'

import { useState } from 'react'
import { count } from '../format.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { DaysEditor } from './days-editor.tsx'
import { type FilterField, type FilterOption, nameNow, operators } from './fields.ts'
import { TypedEditor } from './typed-editor.tsx'

interface FieldEditorProps {
  readonly field: FilterField
  readonly done: () => void
}

/** Sets the values of one filter, at once in the address. */
export function FieldEditor({ field, done }: FieldEditorProps) {
  const { params, set } = useUrlState()
  const [name, setName] = useState(nameNow(field, params))
  if (field.kind === 'days') return <DaysEditor field={field} done={done} />
  /** What is chosen already changes sides. */
  function turn(next: string) {
    setName(next)
    const values = params.getAll(name)
    if (values.length > 0) set({ [name]: undefined, [next]: values, page: undefined, before: undefined }, 'replace')
  }
  return (
    <>
      {field.negatable && <Negation field={field} name={name} onChange={turn} />}
      {field.kind === 'text' ? (
        <TypedEditor field={field} name={name} done={done} />
      ) : (
        <Choices field={field} name={name} done={done} />
      )}
    </>
  )
}

interface NegationProps {
  readonly field: FilterField
  readonly name: string
  readonly onChange: (name: string) => void
}

/** Whether the values are wanted or not. */
function Negation({ field, name, onChange }: NegationProps) {
  const [is, isNot] = operators(field)
  return (
    <div className="px-1 pt-1 pb-2">
      <Segments
        label={`How to filter ${field.label}`}
        value={name}
        options={[
          { value: field.name, label: is },
          { value: `${field.name}!`, label: isNot },
        ]}
        onChange={onChange}
      />
    </div>
  )
}

interface NamedEditorProps extends FieldEditorProps {
  /** The parameter to set: that of the field, or the one that negates it. */
  readonly name: string
}

function Choices({ field, name, done }: NamedEditorProps) {
  const { params, set } = useUrlState()
  const chosen = params.getAll(name)
  const [text, setText] = useState('')
  const options = (field.options ?? []).filter((option) => option.label.toLowerCase().includes(text.toLowerCase()))

  function toggle({ value }: FilterOption) {
    const on = chosen.includes(value)
    const many = on ? chosen.filter((each) => each !== value) : [...chosen, value]
    set({ [name]: field.kind === 'many' ? many : on ? [] : [value], page: undefined, before: undefined })
    if (field.kind === 'one') done()
  }

  return (
    <>
      <p className="truncate px-2 pb-1 font-medium text-[11.5px]/4 text-ink-3">
        <bdi>{field.label}</bdi>
      </p>
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
              <bdi className="truncate">{option.label}</bdi>
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
