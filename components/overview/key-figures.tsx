'use client'

import type { ReactNode } from 'react'
import type { SummaryDto } from '#console/dto/overview.ts'
import { count } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { KeyStatus } from '../keys/key-status.tsx'
import { Link } from '../ui/link.tsx'

/** Always told, also where no key is in them. */
const ALWAYS = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport']
const SOMETIMES = ['PendingReplicaDeletion', 'Unavailable', 'Creating', 'Updating']

/** Customer managed keys by their state; each figure leads to those keys. */
export function KeyFigures({ summary }: { readonly summary: SummaryDto }) {
  const { keys } = usePaths()
  const counts = new Map(summary.states.map((facet) => [facet.value, facet.count]))
  const states = [...ALWAYS, ...SOMETIMES.filter((state) => counts.has(state))]
  return (
    <nav
      aria-label="Customer managed keys by state"
      className="grid auto-cols-fr grid-flow-col overflow-hidden rounded-l border border-line max-md:grid-flow-row max-md:grid-cols-3 max-sm:grid-cols-2"
    >
      <Figure href={keys} value={summary.customer}>
        <span className="text-ink-2">customer managed</span>
      </Figure>
      {states.map((state) => {
        const value = counts.get(state) ?? 0
        return (
          <Figure key={state} href={`${keys}?state=${state}`} value={value}>
            <KeyStatus state={state} />
          </Figure>
        )
      })}
    </nav>
  )
}

interface FigureProps {
  readonly href: string
  readonly value: number
  readonly children: ReactNode
}

function Figure({ href, value, children }: FigureProps) {
  return (
    <Link
      href={href}
      className="-mt-px -ml-px grid gap-0.5 border-line border-t border-l px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2 max-sm:first:col-span-2"
    >
      <b className={`font-strong text-[24px]/8 tracking-[-0.018em] tabular-nums ${value === 0 ? 'text-ink-3' : ''}`}>
        {count(value)}
      </b>{' '}
      {children}
    </Link>
  )
}
