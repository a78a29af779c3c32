import type { ReactNode } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { ErrorText } from './error-text.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** What this is, why it is empty, and one thing to do. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-center gap-1 px-6 py-14 text-center">
      <Icon name={icon} className="mb-2 size-6 text-mark" />
      <p className="font-title text-card">{title}</p>
      <div className="grid max-w-[520px] grid-cols-[minmax(0,1fr)] justify-items-center gap-3 text-balance text-ink-2">
        {children}
      </div>
      {action && <div className="mt-4">{action}</div>}
    </div>
  )
}

/** An error of the service in place of what it kept from being shown. */
export function ErrorPanel({ error, action }: { readonly error: ErrorDto; readonly action?: ReactNode }) {
  return (
    <div role="alert" className="flex gap-3 rounded-l border border-line px-4 py-3">
      <Icon name="warning" className="mt-0.5 size-4 text-deletion" />
      <div className="min-w-0 flex-1">
        <p className="font-strong">{error.code}</p>
        <ErrorText error={error} />
      </div>
      {action}
    </div>
  )
}

const LINES = ['1', '2', '3', '4', '5', '6', '7', '8']

/** Grey lines in the shape of what is coming; they appear only when it takes longer than a moment. */
export function Skeleton() {
  return (
    <div role="status" aria-label="Loading" className="skeleton overflow-hidden rounded-l border border-line">
      <div className="h-8 border-line border-b bg-sunken" />
      {LINES.map((line) => (
        <div key={line} className="flex h-9 items-center gap-8 border-line-faint border-b px-4 last:border-b-0">
          <span className="h-2.5 w-36 rounded-s bg-active" />
          <span className="h-2.5 w-28 rounded-s bg-hover" />
          <span className="ml-auto h-2.5 w-20 rounded-s bg-hover" />
        </div>
      ))}
    </div>
  )
}
