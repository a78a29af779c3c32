'use client'

import { useCallback, useEffect, useState } from 'react'

/** A change of a saved text, and the text it was begun from. */
export interface Draft {
  readonly text: string
  readonly base: string
}

/**
 * A draft of a text that is saved elsewhere. It lives in the tab: a reload keeps it, and the browser asks before the tab
 * is closed. `name` tells it from those of other texts, and `laidOut` is how the saved text is shown. A draft that has
 * come to say what is saved is none.
 */
export function useDraft(name: string, saved: string, laidOut = saved) {
  const key = `keystead.draft.${name}`
  const [kept, setKept] = useState<Draft>()
  const isSaved = kept !== undefined && (kept.text === saved || kept.text === laidOut)
  const draft = isSaved ? undefined : kept

  useEffect(() => setKept(read(key)), [key])
  useEffect(() => {
    if (!draft) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [draft])

  const keep = useCallback(
    (next: Draft | undefined) => {
      setKept(next)
      if (next) sessionStorage.setItem(key, JSON.stringify(next))
      else sessionStorage.removeItem(key)
    },
    [key],
  )
  useEffect(() => {
    if (isSaved) keep(undefined)
  }, [isSaved, keep])

  return {
    text: draft?.text ?? laidOut,
    draft,
    /** Whether another text was saved since the draft was begun. */
    isStale: draft !== undefined && draft.base !== saved,
    change: (text: string) => keep(text === laidOut ? undefined : { text, base: draft?.base ?? saved }),
    discard: () => keep(undefined),
    /** Goes on from the text that was saved meanwhile. */
    rebase: () => draft && keep({ text: draft.text, base: saved }),
  }
}

function read(key: string): Draft | undefined {
  const stored = sessionStorage.getItem(key)
  if (stored === null) return undefined
  const { text, base } = JSON.parse(stored) as Partial<Draft>
  return typeof text === 'string' && typeof base === 'string' ? { text, base } : undefined
}
