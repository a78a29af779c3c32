import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

interface PageHeadProps {
  readonly title: ReactNode
  /** Beside the title. */
  readonly badge?: ReactNode
  /** Below the title. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** The page one step up. */
  readonly up?: { readonly href: string; readonly label: string; readonly here: string }
}

export function PageHead({ title, badge, children, actions, up }: PageHeadProps) {
  return (
    <>
      {up && (
        <nav aria-label="Breadcrumb" className="mb-1 flex min-w-0 items-center gap-1.5 text-ink-3">
          <Link href={up.href} className="hover:text-ink">
            {up.label}
          </Link>
          <Icon name="chevronRight" className="size-3.5" />
          <span className="truncate" aria-current="page">
            {up.here}
          </span>
        </nav>
      )}
      <div className="mb-5 flex items-start gap-4 max-sm:mb-3 max-sm:gap-2">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-title text-title tracking-[-0.018em] wrap-anywhere max-sm:text-[18px]">{title}</h1>
            {badge}
          </div>
          {children}
        </div>
        {actions && <div className="flex gap-2">{actions}</div>}
      </div>
    </>
  )
}
