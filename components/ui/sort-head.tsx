'use client'

import type { ReactNode } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

interface SortHeadProps {
  /** The value of `sort` in the address. */
  readonly column: string
  /** Newest or largest first on the first press. */
  readonly descendingFirst?: boolean
  /** The order when the address names none. */
  readonly fallback?: string
  readonly className?: string
  readonly children: ReactNode
}

/**
 * A column head that sorts; the order stands in the address. Where a list has two lines a row, these heads alone are left,
 * in one line above it.
 */
export function SortHead({ column, descendingFirst = false, fallback = '', className = '', children }: SortHeadProps) {
  const { params, hrefWith } = useUrlState()
  const sort = params.get('sort') ?? fallback
  const active = sort === column || sort === `-${column}`
  const descending = sort === `-${column}`
  const next = (active ? !descending : descendingFirst) ? `-${column}` : column
  return (
    <th aria-sort={active ? (descending ? 'descending' : 'ascending') : undefined} className={`sorts ${className}`}>
      <Link href={hrefWith({ sort: next, page: undefined })} className="inline-flex items-center gap-1 hover:text-ink">
        {children}
        {active && <Icon name={descending ? 'arrowDown' : 'arrowUp'} className="size-3" />}
      </Link>
    </th>
  )
}
