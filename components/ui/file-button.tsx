'use client'

import { type ChangeEvent, useId } from 'react'

interface FileButtonProps {
  /** Of the field that the file is for. */
  readonly label: string
  readonly onFile: (file: File | undefined) => void
}

/** Beside the label of a field: asks for a file that fills it in. */
export function FileButton({ label, onFile }: FileButtonProps) {
  const id = useId()
  function choose(event: ChangeEvent<HTMLInputElement>) {
    onFile(event.target.files?.[0])
    // So that the same file can be chosen again.
    event.target.value = ''
  }
  return (
    <span className="has-focus-visible:rounded-s has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <label htmlFor={id} className="cursor-pointer text-ink-3 text-sm hover:text-ink">
        File<span className="sr-only"> for {label}</span>…
      </label>
      <input id={id} type="file" onChange={choose} className="sr-only" />
    </span>
  )
}
