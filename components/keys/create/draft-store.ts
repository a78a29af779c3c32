'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { ScopeDto } from '#console/dto/scope.ts'
import { useScope } from '../../hooks/frame.tsx'
import { type Draft, emptyDraft, withChange } from './draft.ts'

const EMPTY = emptyDraft()
const listeners = new Set<() => void>()

/**
 * The draft of this tab and this Region. It stands in the session's storage, so that it outlives Back, a reload, and a
 * creation that fails; another tab has its own.
 */
export function useDraft() {
  const scope = useScope()
  const key = storageKey(scope)
  const text = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key),
    () => null,
  )
  const draft = useMemo(() => parseDraft(text), [text])
  const set = useCallback(
    (change: Partial<Draft>) => write(key, withChange(parseDraft(sessionStorage.getItem(key)), change)),
    [key],
  )
  const clear = useCallback(() => write(key, undefined), [key])
  return { draft, set, clear, kept: text !== null }
}

function storageKey({ sandbox, account, region }: ScopeDto): string {
  return `keystead.new-key.${sandbox}/${account}/${region}`
}

/** A draft of another version may lack members: what is there is laid over an empty one. */
function parseDraft(text: string | null): Draft {
  if (text === null) return EMPTY
  try {
    const kept: unknown = JSON.parse(text)
    return typeof kept === 'object' && kept !== null ? { ...EMPTY, ...kept } : EMPTY
  } catch (error) {
    if (error instanceof SyntaxError) return EMPTY
    throw error
  }
}

function write(key: string, draft: Draft | undefined): void {
  if (draft === undefined) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, JSON.stringify(draft))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
