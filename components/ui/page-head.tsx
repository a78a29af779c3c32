import type { ReactNode } from 'react'
import { PageHelp } from '../help/page-help.tsx'
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
          <Link href={up.href} className="flex-none hover:text-ink max-sm:-my-1 max-sm:py-1">
            {up.label}
          </Link>
          <Icon name="chevronRight" className="size-3.5" />
          <span className="truncate" aria-current="page">
            {up.here}
          </span>
        </nav>
      )}
      <div className="mb-5 grid grid-cols-[minmax(160px,1fr)_auto] items-start gap-x-4 max-sm:mb-3 max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="line-clamp-3 font-title text-title tracking-[-0.018em] wrap-anywhere max-sm:text-[18px]">
            {title}
          </h1>
          {badge}
          <PageHelp className="-ml-0.5 size-7 text-ink-3 max-sm:hidden" />
        </div>
        {actions && <div className="flex gap-2 sm:row-span-2 sm:flex-wrap sm:justify-end">{actions}</div>}
        {children && <div className="col-start-1 min-w-0 max-sm:col-span-2 max-sm:mt-1">{children}</div>}
      </div>
    </>
  )
}
