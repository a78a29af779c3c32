import type { ReactNode } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'

/** What is so, a line each: words to the left, their values to the right; below one another on phones. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[168px_minmax(0,1fr)] items-baseline gap-y-2.5 px-4 py-3.5 max-sm:grid-cols-1 max-sm:gap-y-0.5">
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3 max-sm:text-sm max-sm:not-first:mt-2">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}

/** A value for machines, with its copy button. */
export function Mono({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="mono">
      {text} <CopyButton text={text} label={`Copy ${label}`} />
    </span>
  )
}
