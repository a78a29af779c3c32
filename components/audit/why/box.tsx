import type { ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icons.ts'
import { Tag } from '../../ui/tag.tsx'

interface BoxProps {
  readonly decides: boolean
  /** It would have allowed but for what the request has. */
  readonly isNear?: boolean
  readonly children: ReactNode
}

/** A statement or grant; what decided is framed and says so, what nearly did is framed too. */
export function Box({ decides, isNear = false, children }: BoxProps) {
  const frame = decides ? 'border-accent' : isNear ? 'border-warn-line' : 'border-line'
  return (
    <div className={`rounded-m border px-2.5 py-1.5 text-md ${frame}`}>
      {decides && (
        <p className="float-right ml-2">
          <Tag tone="accent">Decided it</Tag>
        </p>
      )}
      {children}
    </div>
  )
}

interface BoxHeadProps {
  readonly icon: IconName
  readonly ink: string
  /** What it does. */
  readonly word: string
  /** Which it is. */
  readonly children: ReactNode
}

export function BoxHead({ icon, ink, word, children }: BoxHeadProps) {
  return (
    <p className="flex gap-1.5">
      <Icon name={icon} className={`mt-0.5 size-3.5 ${ink}`} />
      <span className="flex min-w-0 flex-wrap gap-x-2">
        <span className={`font-medium ${ink}`}>{word}</span>
        {children}
      </span>
    </p>
  )
}

/** Why it does not speak to the request, a line each. */
export function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null
  return (
    <ul className="mt-1 grid gap-0.5 border-line-faint border-t pt-1">
      {reasons.map((reason) => (
        <li key={reason} className="flex gap-1.5 wrap-anywhere">
          <Icon name="cross" className="mt-[3px] size-3.5 text-warn" />
          {reason}
        </li>
      ))}
    </ul>
  )
}

interface FoldedProps {
  readonly summary: string
  readonly count: number
  readonly children: ReactNode
}

/** What had nothing to say, one press away. */
export function Folded({ summary, count, children }: FoldedProps) {
  if (count === 0) return null
  return (
    <details className="group/folded">
      <summary className="inline-flex items-center gap-1 rounded-s text-ink-3 text-md hover:text-ink max-sm:py-1">
        {summary}
        <Icon name="chevronDown" className="size-3.5 group-open/folded:rotate-180" />
      </summary>
      <div className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-1">{children}</div>
    </details>
  )
}
