'use client'

import { useMemo, useState } from 'react'
import type { EventPageDto, EventRowDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { errorOf } from '../hooks/error-of.ts'
import { useConsoleQuery, useConsoleRead } from '../hooks/queries.tsx'
import { canonicalParams } from '../hooks/query-key.ts'
import { useAlive } from '../hooks/use-alive.ts'
import { useTail } from '../hooks/use-tail.ts'
import { useToast } from '../ui/toast.tsx'
import { rowsOf, withLive } from './rows.ts'

interface Grown {
  /** What the older pages and the new rows belong to. */
  readonly of: string
  readonly pages: readonly EventPageDto[]
  readonly live: readonly EventRowDto[]
  /** How many of the new rows are shown. */
  readonly shown: number
}

interface LiveOptions {
  /** Whether new events are followed. */
  readonly follow: boolean
  /** Whether they wait, since someone reads further down. */
  readonly hold: boolean
}

/** The events of a selection: a first page, older ones as they are asked for, and new ones as they come. */
export function useEventRows(asked: QueryParams, { follow, hold }: LiveOptions) {
  const query = useConsoleQuery('events', asked, { keep: true })
  const read = useConsoleRead()
  const toast = useToast()
  const alive = useAlive()
  const of = canonicalParams(asked)
  const none: Grown = { of, pages: [], live: [], shown: 0 }
  const [kept, setGrown] = useState(none)
  const [isReading, setIsReading] = useState(false)
  const grown = kept.of === of ? kept : none
  const change = (next: (grown: Grown) => Grown) => setGrown((now) => next(now.of === of ? now : none))

  const first = query.isPlaceholderData ? undefined : query.data
  const state = useTail({
    params: { ...asked, before: undefined },
    after: first?.size,
    enabled: follow && first !== undefined,
    onRows: (rows) =>
      change((now) => {
        const live = withLive(now.live, rows)
        return { ...now, live, shown: hold ? now.shown : live.length }
      }),
    onGap: () => {
      setGrown(none)
      query.refetch()
    },
  })

  const older = (grown.pages.at(-1) ?? query.data)?.older
  async function readOlder() {
    if (older === undefined || isReading) return
    setIsReading(true)
    try {
      const page = await read('events', { ...asked, before: String(older) })
      change((now) => ({ ...now, pages: [...now.pages, page] }))
    } catch (thrown) {
      const error = errorOf(thrown)
      toast({ title: error.code, detail: error.message, tone: 'error', error })
    } finally {
      setIsReading(false)
    }
  }

  const { data } = query
  const rows = useMemo(() => {
    const pages = [data?.events ?? [], ...grown.pages.map(({ events }) => events)]
    return rowsOf({ pages, live: grown.live.slice(0, grown.shown) })
  }, [data, grown])
  return {
    rows,
    /** Sequence numbers above this came while the list was looked at. */
    since: data?.size ?? 0,
    live: grown.live,
    waiting: grown.live.length - grown.shown,
    showWaiting: () => change((now) => ({ ...now, shown: now.live.length })),
    state,
    older: older === undefined ? undefined : { read: readOlder, isReading },
    isLoading: query.data === undefined && query.error === null,
    // What the server rendered knows of no read that is on its way.
    isFetching: alive && query.isFetching,
    error: query.error,
    refresh: () => {
      setGrown(none)
      query.refetch()
    },
  }
}
