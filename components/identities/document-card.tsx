'use client'

import { type ReactNode, useState } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { JsonEditor } from '../editor/json-editor.tsx'
import { useSaveShortcut } from '../hooks/use-shortcut.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorPanel } from '../ui/states.tsx'

interface DocumentCardProps {
  readonly title: ReactNode
  /** Its name for assistive technology. */
  readonly label: string
  readonly aside?: ReactNode
  readonly document: string
  /** Absent: it cannot be changed here. */
  readonly save?: (document: string) => void
  readonly busy?: boolean
  readonly error?: ErrorDto | undefined
  readonly actions?: ReactNode
}

/** A policy that is read, and edited in its place. */
export function DocumentCard({ title, label, aside, document, save, busy = false, error, actions }: DocumentCardProps) {
  const [draft, setDraft] = useState<string>()
  const shown = draft ?? pretty(document)
  // Spaces and line breaks alone change nothing.
  const isChanged = pretty(shown) !== pretty(document)
  const problem = jsonProblem(shown)
  function keep() {
    if (isChanged && !problem && !busy) save?.(shown)
  }
  useSaveShortcut(keep)
  return (
    <Card
      title={title}
      aside={aside}
      actions={
        <>
          {actions}
          <CopyButton text={document} label={`Copy ${label}`} className="size-7" />
        </>
      }
    >
      <JsonEditor
        label={label}
        value={shown}
        {...(save && { onChange: setDraft, base: pretty(document) })}
        height="min-h-24 max-h-96"
      />
      {(isChanged || error) && (
        <footer className="grid gap-3 border-line border-t bg-sunken px-4 py-2.5">
          {error && <ErrorPanel error={error} />}
          <div className="flex items-center justify-end gap-2">
            <span className="mr-auto text-ink-3">{problem ?? 'Not saved yet'}</span>
            <Button size="small" onClick={() => setDraft(undefined)}>
              Discard
            </Button>
            <Button size="small" variant="primary" reason={problem} busy={busy} onClick={keep}>
              Save policy
            </Button>
          </div>
        </footer>
      )}
    </Card>
  )
}

function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 2)
  } catch {
    return document
  }
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return 'It is no JSON yet'
  }
}
