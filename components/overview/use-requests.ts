'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { useNow, useScope } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { queryKey } from '../hooks/query-key.ts'
import { useTail } from '../hooks/use-tail.ts'
import { deniedParams, type Range, REQUESTS, requestParams } from './params.ts'
import { type Series, seriesOf, withNew } from './request-series.ts'

/** How often the counts are read anew, so that the window moves on; in milliseconds. */
const EVERY: Readonly<Record<Range, number>> = { '1h': 60_000, '24h': 600_000, '7d': 1_800_000 }
/** More than these that came meanwhile are read, not kept. */
const MOST_FRESH = 5000

/** The requests of a range of time, with those that come while the page is open. */
export function useRequests(range: Range) {
  const client = useQueryClient()
  const scope = useScope()
  const now = useNow()
  const [fresh, setFresh] = useState<readonly EventRowDto[]>([])
  const params = requestParams(range)
  const { data, error } = useConsoleQuery('event-counts', params, { keep: true, every: EVERY[range] })
  const readAgain = () => client.invalidateQueries({ queryKey: queryKey(scope, 'event-counts', params) })

  function onRows(rows: readonly EventRowDto[]) {
    if (rows.some(({ outcome }) => outcome === 'denied')) {
      void client.invalidateQueries({ queryKey: queryKey(scope, 'events', deniedParams) })
    }
    const newest = data?.to ?? 0
    const seen = new Set(fresh.map(({ seq }) => seq))
    const next = [...fresh.filter(({ time }) => time > newest), ...rows.filter(({ seq }) => !seen.has(seq))]
    if (next.length > MOST_FRESH) void readAgain()
    setFresh(next.slice(-MOST_FRESH))
  }
  useTail({ params: REQUESTS, onRows, onGap: readAgain })

  const series: Series | undefined = data && seriesOf(withNew(data, fresh), Math.max(data.to, now))
  return { series, error }
}
