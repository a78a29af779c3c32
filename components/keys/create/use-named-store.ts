'use client'

import { useEffect } from 'react'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { type Draft, emptyDraft } from './draft.ts'

const { usage, spec, multiRegion } = emptyDraft()

/** A link from a custom key store names it, as in `?store=cks-1234…`: the draft becomes one of a key in it. */
export function useNamedStore(set: (change: Partial<Draft>) => void): void {
  const { params, set: setUrl } = useUrlState()
  const { data } = useConsoleQuery('keyStoreChoices')
  const named = data?.find(({ id }) => id === params.get('store'))
  useEffect(() => {
    if (!named) return
    set({ usage, spec, multiRegion, origin: named.type })
    set({ keyStoreId: named.id })
    // Taken over: what is chosen from now on is the reader's.
    setUrl({ store: undefined }, 'replace')
  }, [named, set, setUrl])
}
