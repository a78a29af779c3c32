'use client'

import { useState } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import {
  type ApiCall,
  type BytesIn,
  cliSnippet,
  javascriptSnippet,
  LANGUAGES,
  type Language,
  pythonSnippet,
  terraformCallSnippet,
} from '../snippets.ts'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { Segments } from '../ui/segments.tsx'

const WHERE: readonly { readonly value: BytesIn; readonly label: string }[] = [
  { value: 'line', label: 'In the line' },
  { value: 'files', label: 'In files' },
]

/** The very call of the form, for a shell or a program. */
export function CallSnippets({ call }: { readonly call: ApiCall }) {
  const { endpoint, scope } = useFrame()
  const [bytesIn, setBytesIn] = useState<BytesIn>('line')
  const target = { endpoint, region: scope.region }
  const texts: Readonly<Record<Language, string | undefined>> = {
    cli: cliSnippet(call, target, bytesIn),
    javascript: javascriptSnippet(call, target),
    python: pythonSnippet(call, target),
    terraform: terraformCallSnippet(call),
  }
  const hasBytes = Object.values(call.input).some((value) => value instanceof Uint8Array)
  const snippets = LANGUAGES.flatMap(({ value, label }) => {
    const text = texts[value]
    return text === undefined ? [] : [{ value, label, text }]
  })
  return (
    <>
      <CodeTabs label="Copy as" snippets={snippets} />
      <div className="grid gap-1 border-line border-t bg-sunken px-4 py-2.5 text-ink-3 text-sm">
        {hasBytes && (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span>Bytes for the CLI</span>
            <Segments<BytesIn> small label="Bytes for the CLI" value={bytesIn} options={WHERE} onChange={setBytesIn} />
            <p>
              Version 2 of the AWS CLI reads bytes as Base64, or raw from a file behind{' '}
              <span className="mono">fileb://</span>. Secrets are better in files: lines stay in the history of the
              shell.
            </p>
          </div>
        )}
        {texts.terraform === undefined && <p>Terraform has no form for this call.</p>}
      </div>
    </>
  )
}
