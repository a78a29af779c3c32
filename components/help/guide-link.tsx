import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { textLink } from '../ui/link.tsx'

/** A page of AWS's documentation, in a tab of its own. */
export function GuideLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={`inline-flex items-center gap-1 justify-self-start ${textLink}`}
    >
      {children}
      <Icon name="external" className="size-3.5" />
      <span className="sr-only"> Opens a new tab</span>
    </a>
  )
}
