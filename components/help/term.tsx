'use client'

import { lazy, type ReactNode, Suspense } from 'react'
import { Popover } from '../ui/popover.tsx'
import type { TermName } from './glossary.ts'

const TermText = lazy(async () => ({ default: (await import('./term-text.tsx')).TermText }))

interface TermProps {
  readonly name: TermName
  /** The word as it stands in its sentence. */
  readonly children: ReactNode
}

/** A word of the field with its meaning behind it: `<Term name="data-key">data key</Term>`. */
export function Term({ name, children }: TermProps) {
  return (
    <Popover
      label="What this means"
      className="w-80 max-w-[calc(100vw-16px)] p-4"
      trigger={
        <button
          type="button"
          className="text-inherit underline decoration-mark decoration-dotted decoration-1 underline-offset-3 hover:decoration-accent data-[state=open]:decoration-accent"
        >
          {children}
        </button>
      }
    >
      <Suspense fallback={<div className="h-24" />}>
        <TermText name={name} />
      </Suspense>
    </Popover>
  )
}
