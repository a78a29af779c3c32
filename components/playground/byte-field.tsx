'use client'

import { type DragEvent, useState } from 'react'
import { type BytesInput, base64Input, FORMS, type Form, inForm, readBytes, toText } from '../bytes.ts'
import { useAlive } from '../hooks/use-alive.ts'
import { TextAreaField } from '../ui/field.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { Segments } from '../ui/segments.tsx'
import { type Limit, lengthText, lengthWarning } from './limits.ts'
import type { ByteField as Field } from './operations.ts'

const MOST_OF_A_FILE = 16_384

interface ByteFieldProps {
  readonly field: Field
  readonly input: BytesInput
  readonly limit: Limit
  readonly onChange: (input: BytesInput) => void
}

/** Bytes as text, Base64 or hex, or dropped as a file, with their number as they are typed. */
export function ByteField({ field, input, limit, onChange }: ByteFieldProps) {
  const [fileProblem, setFileProblem] = useState<string>()
  const alive = useAlive()
  const read = readBytes(input)
  const length = 'bytes' in read ? read.bytes.length : 0
  const problem = 'problem' in read ? read.problem : lengthWarning(length, limit)
  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > MOST_OF_A_FILE) return setFileProblem(`${file.name} is too large for one call`)
    setFileProblem(undefined)
    const bytes = new Uint8Array(await file.arrayBuffer())
    const text = input.form === 'text' ? toText(bytes) : undefined
    onChange(text === undefined ? base64Input(bytes) : { form: 'text', text })
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    take(event.dataTransfer.files[0])
  }
  return (
    <TextAreaField
      label={field.label}
      aside={
        <span className="ml-auto flex items-center gap-2">
          <FileButton label={field.label} onFile={take} />
          <Segments<Form>
            small
            label={`${field.label} as`}
            value={input.form}
            options={FORMS}
            onChange={(form) => onChange(inForm(input, form))}
          />
        </span>
      }
      mono
      rows={3}
      readOnly={!alive}
      value={input.text}
      onChange={(event) => onChange({ form: input.form, text: event.target.value })}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      autoComplete="off"
      spellCheck={false}
      error={problem ?? fileProblem}
      hint={
        <span className="flex flex-wrap justify-between gap-x-3 tabular-nums">
          <span>{lengthText(length, limit)}</span>
          <span>{field.note}</span>
        </span>
      }
    />
  )
}
