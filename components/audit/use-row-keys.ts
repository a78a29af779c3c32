'use client'

import { useEffect } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { useUrlState } from '../hooks/use-url-state.ts'
import { rowId } from './event-row.tsx'
import { opening } from './list-params.ts'

/** `j` and `k` walk through the rows; while an event is open, through the events. */
export function useRowKeys(events: readonly EventRowDto[], openId: string | undefined): void {
  const { set } = useUrlState()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const by = { j: 1, k: -1 }[event.key]
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
      const at = events.findIndex(({ eventId }) => eventId === (openId ?? focused()))
      const next = events[at < 0 ? 0 : at + by]
      if (!next) return
      event.preventDefault()
      if (openId !== undefined) set(opening(next.eventId), 'replace')
      else document.getElementById(rowId(next.eventId))?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [events, openId, set])
}

/** The event whose row has the focus. */
function focused(): string | undefined {
  const row = document.activeElement?.closest('[data-testid^="event-"]')
  return row?.getAttribute('data-testid')?.slice('event-'.length)
}

/** Someone types, or a dialog is over the page. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][data-state="open"]')) return true
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
