'use client'

import { useEffect, useRef } from 'react'
import { useUrlState } from '../hooks/use-url-state.ts'
import { rowId } from './event-table.tsx'
import { opening } from './list-params.ts'

/** Focus goes in when it opens and back to its row when it closes; Escape closes it. */
export function useDrawer(eventId: string) {
  const { set } = useUrlState()
  const panel = useRef<HTMLDivElement>(null)
  const shown = useRef(eventId)
  shown.current = eventId

  useEffect(() => {
    panel.current?.focus()
    return () => document.getElementById(rowId(shown.current))?.focus()
  }, [])

  function close() {
    set(opening(undefined))
  }
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape' && !event.defaultPrevented) close()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
  return { close, panel }
}
