'use client'

import type { Caret } from '../editor/editor-props.ts'
import { count } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { byteLength, MOST_BYTES, type PolicyProblem } from './policy-document.ts'

interface FooterProps {
  readonly text: string
  readonly caret: Caret | undefined
  readonly problem: PolicyProblem | undefined
  /** `1 warning, 2 notes`. */
  readonly summary?: string
}

/** How large the policy is, what is wrong with it, where the caret is, and how to leave by the keyboard. */
export function EditorFooter({ text, caret, problem, summary = '' }: FooterProps) {
  const bytes = byteLength(text)
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
      {problem ? (
        <span role="alert" className="flex min-w-0 items-center gap-1 text-warn wrap-anywhere">
          <Icon name="warning" className="size-3.5" />
          {problem.message}
        </span>
      ) : (
        summary !== '' && <span>{summary}</span>
      )}
      <span className="ml-auto flex flex-wrap gap-x-4 max-sm:hidden">
        <span className="hidden text-ink-2 group-focus-within:inline">
          <span className="kbd">Esc</span> then <span className="kbd">Tab</span> leaves
        </span>
        {caret && (
          <span className="tabular-nums">
            Ln {caret.line}, Col {caret.column}
          </span>
        )}
        <span className="group-focus-within:hidden">Saved as typed, byte for byte</span>
      </span>
    </footer>
  )
}
