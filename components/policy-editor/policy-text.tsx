'use client'

import { useEffect, useMemo, useState } from 'react'
import { count } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { Json } from '../ui/json.tsx'
import { byteLength, MOST_BYTES, type PolicyProblem } from './policy-document.ts'

const LINE = 18
const PADDING = 8

interface PolicyTextProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly problem: PolicyProblem | undefined
}

/** A policy as text in colour: what is typed lies unseen over what is painted, letter upon letter. */
export function PolicyText({ label, value, onChange, problem }: PolicyTextProps) {
  const [caret, setCaret] = useState(0)
  // What is typed before React has taken over the field would be mixed with what it puts there.
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const lines = value.split('\n').length
  const painted = useMemo(() => <Json text={value} />, [value])
  return (
    <div className="grid">
      <div className="max-h-[560px] min-h-44 overflow-auto">
        <div className="relative grid min-w-max grid-cols-[45px_minmax(0,1fr)] py-2">
          {problem?.line !== undefined && (
            <div
              className="absolute inset-x-0 border-warn border-l-3 bg-warn-soft"
              style={{ top: PADDING + (problem.line - 1) * LINE, height: LINE }}
            />
          )}
          <pre aria-hidden="true" className="code relative pr-2.5 text-right text-ink-3 tabular-nums select-none">
            {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
          </pre>
          <div className="relative">
            <pre aria-hidden="true" className="code pr-4">
              {painted}
              {'\n'}
            </pre>
            <textarea
              aria-label={label}
              aria-invalid={problem ? true : undefined}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              wrap="off"
              readOnly={!ready}
              value={value}
              onChange={(event) => onChange(event.target.value)}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
              className="code absolute inset-0 size-full resize-none overflow-hidden bg-transparent text-transparent caret-ink outline-none selection:bg-[color-mix(in_srgb,var(--accent)_28%,transparent)]"
            />
          </div>
        </div>
      </div>
      <Footer text={value} caret={caret} problem={problem} />
    </div>
  )
}

interface FooterProps {
  readonly text: string
  readonly caret: number
  readonly problem: PolicyProblem | undefined
}

function Footer({ text, caret, problem }: FooterProps) {
  const bytes = byteLength(text)
  const before = text.slice(0, caret).split('\n')
  const share = Math.min(100, (100 * bytes) / MOST_BYTES)
  return (
    <footer className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 border-line border-t bg-sunken px-4 py-1.5 text-ink-3 text-sm">
      <span className="flex items-center gap-1.5 tabular-nums">
        <span aria-hidden="true" className="h-1 w-14 overflow-hidden rounded-full bg-active">
          <span className="block h-full min-w-0.5 bg-accent-mid" style={{ width: `${share}%` }} />
        </span>
        <span>
          <b className="font-strong text-ink">{count(bytes)}</b> / {count(MOST_BYTES)} bytes
        </span>
      </span>
      {problem && (
        <span role="alert" className="flex items-center gap-1 text-warn">
          <Icon name="warning" className="size-3.5" />
          {problem.message}
        </span>
      )}
      <span className="ml-auto tabular-nums max-sm:hidden">
        Ln {before.length}, Col {(before.at(-1)?.length ?? 0) + 1}
      </span>
    </footer>
  )
}
