'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { useClock } from './clock-control.tsx'

/** Advances the clock by any duration. */
export function AdvanceForm({ clock: { busy, move } }: { readonly clock: ReturnType<typeof useClock> }) {
  return (
    <MoveForm
      label="Advance by"
      hint="An ISO 8601 duration: P90D, P3Y6M, PT12H."
      placeholder="P90D"
      button="Advance"
      busy={busy}
      move={(advance) => move({ advance })}
    />
  )
}

interface MoveFormProps {
  readonly label: string
  readonly hint: string
  readonly placeholder?: string
  readonly type?: string
  readonly button: string
  readonly busy: boolean
  readonly move: (text: string) => void
}

/** One text and the button that moves the clock by it. */
export function MoveForm({ button, busy, move, ...field }: MoveFormProps) {
  const [text, setText] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() !== '') move(text.trim())
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
      <TextField {...field} value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      <Button type="submit" busy={busy} className="mt-6 h-9 w-24">
        {button}
      </Button>
    </form>
  )
}
