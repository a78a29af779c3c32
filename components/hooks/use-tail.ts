'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import type { EventRowDto, PassedOverDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { useScope } from './frame.tsx'
import { canonicalParams, pageParams } from './query-key.ts'
import { type TailState, tailLine } from './tail-line.ts'
import { type Regain, useRegain } from './use-regain.ts'

interface TailOptions {
  /** Selects events as those of the query `events` do. */
  readonly params?: QueryParams
  /** Begin behind this sequence number; with what comes next otherwise. Read once, when the line begins. */
  readonly after?: number | undefined
  readonly enabled?: boolean
  /** What came, the oldest first. A row may come twice after the line was lost. */
  readonly onRows: (rows: readonly EventRowDto[]) => void
  /** There were too many to tell: what is shown is to be read anew. */
  readonly onGap?: (gap: PassedOverDto) => void
}

/**
 * Follows the audit log while the page is in sight. A hidden page lets go of its connection, of which browsers have few,
 * and goes on later from where it was: nothing is lost, or `onGap` says what.
 */
export function useTail({ params = {}, after, enabled = true, onRows, onGap }: TailOptions): TailState {
  const page = canonicalParams(pageParams(useScope()))
  const search = `${page}&${canonicalParams(params)}`
  const [state, setState] = useState<TailState>('connecting')
  const rows = useEffectEvent(onRows)
  const gap = useEffectEvent((passed: PassedOverDto) => onGap?.(passed))
  const place = useEffectEvent(() => after)
  const regain = useRegain()

  useEffect(() => {
    if (!enabled) return
    const connect = (from: number | undefined) => {
      const behind = from === undefined ? '' : `&after=${from}`
      return new EventSource(`/api/console/tail?${search}${behind}`)
    }
    const listener = { rows: (all: readonly EventRowDto[]) => rows(all), gap: (one: PassedOverDto) => gap(one) }
    const refused = async () => {
      if (await regained(page, regain)) line.wake()
    }
    const line = tailLine(connect, { ...listener, state: setState, refused }, place())
    const look = () => (document.visibilityState === 'hidden' ? line.rest() : line.wake())
    look()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('online', look)
    window.addEventListener('pageshow', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('online', look)
      window.removeEventListener('pageshow', look)
      line.close()
    }
  }, [enabled, search, page, regain])
  return state
}

/**
 * Whether a session that had ended is there again. An event source does not tell why it was refused: a read that does not
 * exist is answered the same way, as long as the page may not ask at all.
 */
async function regained(page: string, regain: Regain): Promise<boolean> {
  // Without an answer the server is away, which the state says.
  const answer = await fetch(`/api/console/session?${page}`).catch(() => undefined)
  const code = answer && REFUSED[answer.status]
  return code !== undefined && regain(code)
}

const REFUSED: Readonly<Record<number, string>> = { 401: 'SignedOut', 409: 'PrincipalChanged' }
