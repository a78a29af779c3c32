'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { GrantDto } from '#console/dto/grants.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { useScope } from '../hooks/frame.tsx'
import { accountKey } from '../hooks/query-key.ts'
import type { GrantActions, How } from './actions.ts'

export interface Ended {
  readonly done: number
  readonly failed: readonly { readonly grant: GrantDto; readonly error: ErrorDto }[]
  /** Whether it was stopped before all were ended. */
  readonly stopped: boolean
}

const NO_ANSWER: ErrorDto = {
  code: 'No answer',
  message: 'The server could not be reached. Nothing is known to have changed.',
}

/** Ends grants one after the other, so that it can be told how far it is, and stopped. */
export function useEnding({ retireGrant, revokeGrant }: GrantActions) {
  const scope = useScope()
  const client = useQueryClient()
  const isStopped = useRef(false)
  const [ended, setEnded] = useState<Ended>()
  const [busy, setBusy] = useState(false)

  async function run(grants: readonly GrantDto[], how: How): Promise<Ended> {
    isStopped.current = false
    setBusy(true)
    let state: Ended = { done: 0, failed: [], stopped: false }
    setEnded(state)
    for (const grant of grants) {
      if (isStopped.current) {
        state = { ...state, stopped: true }
        break
      }
      const end = how === 'retire' ? retireGrant : revokeGrant
      const result = await end(scope, grant.keyArn, grant.grantId).catch(
        () => ({ ok: false, error: NO_ANSWER }) as const,
      )
      if (result.ok) state = { ...state, done: state.done + 1 }
      else state = { ...state, failed: [...state.failed, { grant, error: result.error }] }
      setEnded(state)
    }
    setEnded(state)
    setBusy(false)
    await client.invalidateQueries({ queryKey: accountKey(scope) })
    return state
  }
  return { run, stop: () => (isStopped.current = true), ended, busy }
}
