'use client'

import { type ReactNode, useState } from 'react'
import { FORMS, type Form, toText, writeBytes } from '../bytes.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Segments } from '../ui/segments.tsx'

interface OpenBytesProps {
  readonly title: string
  readonly bytes: Uint8Array
  /** Covered until someone asks for it. */
  readonly secret?: boolean
  readonly children?: ReactNode
}

/** Bytes in the clear, as text where they are some. */
export function OpenBytes({ title, bytes, secret = false, children }: OpenBytesProps) {
  const text = toText(bytes)
  const [form, setForm] = useState<Form>(text === undefined ? 'base64' : 'text')
  const [shown, setShown] = useState(!secret)
  const forms = text === undefined ? FORMS.filter(({ value }) => value !== 'text') : FORMS
  const written = writeBytes(bytes, form) ?? ''
  return (
    <Card
      title={title}
      aside={<span className="tabular-nums">{bytes.length.toLocaleString('en-US')} bytes</span>}
      actions={
        <>
          {shown && <Segments small label={`${title} as`} value={form} options={forms} onChange={setForm} />}
          {secret && (
            <Button size="small" icon="eye" onClick={() => setShown(!shown)}>
              {shown ? 'Cover' : 'Show'}
            </Button>
          )}
          <CopyButton text={written} label={`Copy ${title.toLowerCase()}`} className="size-7" />
        </>
      }
    >
      {shown ? (
        <CodeBlock
          label={title}
          className="max-h-56 px-4 py-3 [&>pre]:w-auto [&>pre]:whitespace-pre-wrap [&>pre]:wrap-anywhere"
        >
          <bdi>{written}</bdi>
        </CodeBlock>
      ) : (
        <p aria-hidden="true" className="px-4 py-3 font-mono text-ink-3 text-sm tracking-[0.1em]">
          {'•'.repeat(Math.min(bytes.length, 32))}
        </p>
      )}
      <p className="border-line-faint border-t px-4 py-2 text-ink-3 text-sm">
        {children ?? 'It stands in this page only: in no address, no log, no storage. It is gone when you leave.'}
      </p>
    </Card>
  )
}
