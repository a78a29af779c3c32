'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useEffect } from 'react'
import { arrive, isLeaving } from './leaving.ts'

type Change = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * The part of a view that stands in the address. `set` changes the named parameters and leaves the others; it makes a
 * new step in the history, or replaces the present one when `replace` is said (typing). It answers whether it did.
 */
export function useUrlState() {
  const params = useSearchParams()
  const path = usePathname()

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address has moved.
  useEffect(arrive, [params, path])

  const hrefWith = useCallback((change: Change) => changed(path, params, change), [params, path])

  const set = useCallback(
    (change: Change, how: 'push' | 'replace' = 'push'): boolean => {
      const { pathname, search } = window.location
      // What was typed may come late: the page it belongs to has gone, or goes.
      if (pathname !== path || (how === 'replace' && isLeaving())) return false
      // Of the address as it is: others may have changed it since this was rendered.
      const href = changed(pathname, new URLSearchParams(search), change)
      // Next keeps its router in step with these; the server is not asked for the page again.
      if (how === 'push') window.history.pushState(null, '', href)
      else window.history.replaceState(null, '', href)
      return true
    },
    [path],
  )

  return { params, hrefWith, set }
}

function changed(path: string, params: Iterable<[string, string]>, change: Change): string {
  const next = new URLSearchParams([...params])
  for (const [name, value] of Object.entries(change)) {
    next.delete(name)
    const values = typeof value === 'string' ? [value] : (value ?? [])
    for (const each of values) if (each !== '') next.append(name, each)
  }
  const search = next.toString()
  return search === '' ? path : `${path}?${search}`
}
