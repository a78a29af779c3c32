'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { useScope } from '../hooks/frame.tsx'
import { queryKey } from '../hooks/query-key.ts'

/** The log is signed a second after it has grown. */
const SEALED_AFTER = 1500

/** Asks again what is sealed when something has come: that is read from memory, and not recorded. */
export function useFreshSeal(live: readonly EventRowDto[]): void {
  const scope = useScope()
  const client = useQueryClient()
  useEffect(() => {
    if (live.length === 0) return
    const timer = setTimeout(
      () => client.invalidateQueries({ queryKey: queryKey(scope, 'audit-health', {}) }),
      SEALED_AFTER,
    )
    return () => clearTimeout(timer)
  }, [live, scope, client])
}
