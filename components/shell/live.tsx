'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { heardOf } from '../hooks/changes.ts'
import { useFrame, useScope } from '../hooks/frame.tsx'
import { isSomeoneThere, usePresence } from '../hooks/presence.ts'
import { accountKey } from '../hooks/query-key.ts'
import { useTail } from '../hooks/use-tail.ts'
import { Icon } from '../ui/icon.tsx'

/** Changes in all Regions: members of a multi-Region key change together. */
const CHANGES = { reads: 'hide', regions: 'all' } as const
/** How long changes are gathered before the page reads again, in milliseconds. */
const GATHER = 300
/** How long the server may be away before that is said. */
const PATIENCE = 1500

/**
 * Keeps what is shown true: whatever has changed something in the account since the page was made, from wherever, makes
 * its reads stale, and so does a line that was lost. Says when the server cannot be reached.
 */
export function Live() {
  const refresh = useRefresh()
  const { logSize } = useFrame()
  const { sandbox } = useScope()
  function changed(seq: number) {
    heardOf(sandbox, seq)
    refresh()
  }
  const state = useTail({
    params: CHANGES,
    after: logSize,
    onRows: (rows) => changed(rows.at(-1)?.seq ?? 0),
    onGap: ({ to }) => changed(to),
  })
  const isAway = useLasting(state === 'offline')
  const wasLost = useRef(false)
  usePresence(refresh)
  useEffect(() => {
    if (state === 'offline') wasLost.current = true
    if (state !== 'live' || !wasLost.current) return
    wasLost.current = false
    refresh()
  }, [state, refresh])

  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-30 grid justify-items-center max-sm:bottom-[calc(76px+var(--dock))]"
    >
      {isAway && (
        <p className="flex items-center gap-2 rounded-l bg-raised px-3.5 py-2 shadow-float">
          <Icon name="unplugged" className="size-4 text-warn" />
          <span>
            <b className="font-strong">Server not reached.</b>{' '}
            <span className="text-ink-2">What you see may be old. Trying again.</span>
          </span>
        </p>
      )}
    </div>
  )
}

/** Makes all reads of the account stale, a burst of changes once; what is in sight is read again. */
function useRefresh(): () => void {
  const client = useQueryClient()
  const { sandbox, account } = useScope()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(() => {
    clearTimeout(timer.current)
    if (!isSomeoneThere()) return
    timer.current = setTimeout(() => client.invalidateQueries({ queryKey: accountKey({ sandbox, account }) }), GATHER)
  }, [client, sandbox, account])
}

/** True when something has been so for a while, false at once when it is no more. */
function useLasting(is: boolean): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!is) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [is])
  return lasting && is
}
