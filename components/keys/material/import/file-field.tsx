'use client'

import type { ReactNode } from 'react'
import { TextField } from '../../../ui/field.tsx'
import { fileBase64 } from '../bytes.ts'

interface FileFieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly onFile: (base64: string | undefined) => void
}

/** A file, given as base64. */
export function FileField({ label, hint, onFile }: FileFieldProps) {
  return (
    <TextField
      label={label}
      type="file"
      hint={hint}
      onChange={async (event) => {
        const [file] = event.target.files ?? []
        onFile(file && (await fileBase64(file)))
      }}
    />
  )
}
