'use client'

import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { EventPageDto, EventRowDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { errorOf } from '../hooks/error-of.ts'
import { useConsoleQuery, useConsoleRead } from '../hooks/queries.tsx'
import { canonicalParams } from '../hooks/query-key.ts'
import { useAlive } from '../hooks/use-alive.ts'
import { useTail } from '../hooks/use-tail.ts'
import { useToast } from '../ui/toast.tsx'
import { countWaiting, isFull, rowsOf, withLive } from './rows.ts'

interface Grown {
  /** What the pages and the new rows belong to. */
  readonly of: string
  /** How often the list was read anew. */
  readonly round: number
  /**
   * The first page and older ones, as they were read. The query may be answered anew at any time, but the pages behind
   * the first belong to that one. None while the list is to follow the query.
   */
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
  const none: Grown = { of, round: 0, pages: [], live: [], shown: 0 }
  const [kept, setGrown] = useState(none)
  const [isReading, setIsReading] = useState(false)
  const grown = kept.of === of ? kept : none
  const change = (next: (grown: Grown) => Grown) => setGrown((now) => next(now.of === of ? now : none))
  /** For what comes later: the list may be one of another selection by then. */
  const changeSame = (next: (grown: Grown) => Grown) => setGrown((now) => (now.of === of ? next(now) : now))

  const { data } = query
  const first = query.isPlaceholderData ? undefined : data
  // While someone reads, what is new comes as rows that wait, and moves nothing by a first page that was read again.
  const stays = follow && hold && query.error === null
  if (stays && first && grown.pages.length === 0) change((now) => ({ ...now, pages: [first] }))
  if (!hold && grown.pages.length === 1) change((now) => ({ ...now, pages: [] }))
  const pages = useMemo(() => (grown.pages.length > 0 || !data ? grown.pages : [data]), [data, grown.pages])

  const state = useTail({
    params: { ...asked, before: undefined },
    after: pages[0]?.size,
    enabled: follow && first !== undefined,
    onRows: (rows) =>
      change((now) => {
        const live = withLive(now.live, rows)
        return { ...now, live, shown: hold ? now.shown : live.length }
      }),
    onGap: readAnew,
  })

  /** What was kept goes once the new first page is there, but for what came after that was read. */
  async function readAnew() {
    change((now) => now)
    const { data: page, isError } = await query.refetch()
    const from = !page || isError ? Number.POSITIVE_INFINITY : page.size
    changeSame((now) => {
      const live = now.live.filter(({ seq }) => seq > from)
      return { ...none, round: now.round + 1, live, shown: live.length }
    })
  }

  const isOver = isFull(grown.live) && !hold
  const onOver = useEffectEvent(readAnew)
  useEffect(() => {
    if (isOver) onOver()
  }, [isOver])

  const older = first && pages.at(-1)?.older
  async function readOlder() {
    if (older === undefined || isReading) return
    setIsReading(true)
    change((now) => now)
    try {
      const page = await read('events', { ...asked, before: String(older) })
      // What is behind a first page that was read anew meanwhile is another page.
      changeSame((now) => (now.round === grown.round ? { ...now, pages: [...pages, page] } : now))
    } catch (thrown) {
      const error = errorOf(thrown)
      toast({ title: error.code, detail: error.message, tone: 'error', error })
    } finally {
      setIsReading(false)
    }
  }

  const rows = useMemo(() => rowsOf({ pages, live: grown.live.slice(0, grown.shown) }), [pages, grown])
  return {
    rows,
    /** Sequence numbers above this came while the list was looked at. */
    since: pages[0]?.size ?? 0,
    live: grown.live,
    waiting: useMemo(() => countWaiting(grown.live.slice(grown.shown), rows), [grown, rows]),
    showWaiting: () => (isFull(grown.live) ? readAnew() : change((now) => ({ ...now, shown: now.live.length }))),
    state,
    older: older === undefined ? undefined : { read: readOlder, isReading },
    isLoading: data === undefined && query.error === null,
    // What the server rendered knows of no read that is on its way.
    isFetching: alive && query.isFetching,
    error: query.error,
    refresh: readAnew,
  }
}
