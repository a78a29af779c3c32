'use client'

import type { ReactNode } from 'react'
import type { TermName } from '../help/glossary.ts'
import { Term } from '../help/term.tsx'
import { partsOf } from './text-parts.ts'

/** The paragraphs of a step. */
export function StepText({ text, className = '' }: { readonly text: readonly string[]; readonly className?: string }) {
  return (
    <div className={`grid gap-2 text-ink-2 ${className}`}>
      {text.map((paragraph) => (
        <p key={paragraph} className="wrap-anywhere">
          {partsOf(paragraph).map(({ kind, text: words, at, term }) => (
            <Part key={at} kind={kind} term={term}>
              {words}
            </Part>
          ))}
        </p>
      ))}
    </div>
  )
}

interface PartProps {
  readonly kind: 'words' | 'code' | 'term'
  readonly term: string | undefined
  readonly children: ReactNode
}

function Part({ kind, term, children }: PartProps) {
  if (kind === 'code') return <code className="mono text-ink">{children}</code>
  // A test holds that every term that a scenario names is one of the glossary.
  if (kind === 'term') return <Term name={term as TermName}>{children}</Term>
  return children
}
