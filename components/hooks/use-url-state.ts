'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

type Change = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * The part of a view that stands in the address. `set` changes the named parameters and leaves the others; it makes a
 * new step in the history, or replaces the present one when `replace` is said (typing).
 */
export function useUrlState() {
  const params = useSearchParams()
  const path = usePathname()

  const hrefWith = useCallback(
    (change: Change) => {
      const next = new URLSearchParams(params)
      for (const [name, value] of Object.entries(change)) {
        next.delete(name)
        const values = typeof value === 'string' ? [value] : (value ?? [])
        for (const each of values) if (each !== '') next.append(name, each)
      }
      const search = next.toString()
      return search === '' ? path : `${path}?${search}`
    },
    [params, path],
  )

  const set = useCallback(
    (change: Change, how: 'push' | 'replace' = 'push') => {
      const href = hrefWith(change)
      // Next keeps its router in step with these; the server is not asked for the page again.
      if (how === 'push') window.history.pushState(null, '', href)
      else window.history.replaceState(null, '', href)
    },
    [hrefWith],
  )

  return { params, hrefWith, set }
}
