'use client'

import { type FormEvent, useState } from 'react'
import { useTimes } from '../hooks/display.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { UTC } from '../time-zone.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { dayNames, type FilterField } from './fields.ts'

interface DaysEditorProps {
  readonly field: FilterField
  readonly done: () => void
}

/** From one day on, and before another; either may be left out. Days are those of UTC. */
export function DaysEditor({ field, done }: DaysEditorProps) {
  const { params, set } = useUrlState()
  const [first, last] = dayNames(field)
  const { zone } = useTimes()
  const [after, setAfter] = useState(params.get(first) ?? '')
  const [before, setBefore] = useState(params.get(last) ?? '')
  const problem = after !== '' && before !== '' && after >= before ? 'This day must be later' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (problem !== undefined) return
    set({ [first]: after, [last]: before, page: undefined })
    done()
  }
  return (
    <form onSubmit={submit} className="grid gap-3 p-1">
      <TextField
        label={`${field.label} from`}
        type="date"
        value={after}
        onChange={(event) => setAfter(event.target.value)}
      />
      <TextField
        label={`${field.label} before`}
        type="date"
        value={before}
        onChange={(event) => setBefore(event.target.value)}
        error={problem}
        hint={zone === UTC ? undefined : 'Days are those of UTC'}
      />
      <Button type="submit" size="small" variant="primary" reason={problem}>
        Apply
      </Button>
    </form>
  )
}
