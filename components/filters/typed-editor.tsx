'use client'

import { type FormEvent, useState } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import type { FilterField } from './fields.ts'

interface TypedEditorProps {
  readonly field: FilterField
  /** The parameter to set. */
  readonly name: string
  readonly done: () => void
}

/** A value that is typed, or several with commas between them. */
export function TypedEditor({ field, name, done }: TypedEditorProps) {
  const { params, set } = useUrlState()
  const [text, setText] = useState(params.getAll(name).join(', '))
  function submit(event: FormEvent) {
    event.preventDefault()
    const values = field.parts ? text.split(',').map((part) => part.trim()) : [text.trim()]
    set({ [name]: values, page: undefined, before: undefined })
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
