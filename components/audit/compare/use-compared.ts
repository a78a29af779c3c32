'use client'

import { useUrlState } from '../../hooks/use-url-state.ts'

/** How many events can be compared. */
export const MOST_COMPARED = 5

/** The events that are chosen to be compared, in the address as `with`, and whether they are. */
export function useCompared() {
  const { params, set } = useUrlState()
  const ids = params.getAll('with').slice(0, MOST_COMPARED)
  return {
    ids,
    isOpen: params.get('compare') === 'open' && ids.length > 1,
    /** Takes an event in or out; a sixth takes the place of the first. */
    toggle: (id: string) => {
      const next = ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id].slice(-MOST_COMPARED)
      set({ with: next }, 'replace')
    },
    clear: () => set({ with: undefined, compare: undefined }),
    open: () => set({ compare: 'open' }),
    close: () => set({ compare: undefined }),
  }
}
