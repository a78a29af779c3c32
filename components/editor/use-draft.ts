'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

/** A change of a saved text, and the text it was begun from. */
export interface Draft {
  readonly text: string
  readonly base: string
}

/** A text that was saved, and the one in whose place it was, while that is still what was last read. */
interface Sent {
  readonly text: string
  readonly over: string
}

/**
 * A draft of a text that is saved elsewhere. It lives in the tab: a reload keeps it, and the browser asks before the
 * tab is closed. `name` tells it from those of other texts; `read` is the saved text as it was last read, and `laidOut`
 * how that is shown. A draft that has come to say what is saved is none.
 */
export function useDraft(name: string, read: string, laidOut = read) {
  const key = `keystead.draft.${name}`
  const [kept, setKept] = useState<Draft>()
  const [sent, setSent] = useState<Sent>()
  const [saved, shown] = sent?.over === read ? [sent.text, sent.text] : [read, laidOut]
  const isSaved = kept !== undefined && (kept.text === saved || kept.text === shown)
  const draft = isSaved ? undefined : kept
  // A save ends at any time, also before what was typed last is drawn.
  const latest = useRef(kept)

  const show = useCallback((next: Draft | undefined) => {
    latest.current = next
    setKept(next)
  }, [])
  useEffect(() => show(stored(key)), [key, show])
  // What was over it may be saved again by someone else: then that is what is saved.
  useEffect(() => setSent((now) => (now?.over === read ? now : undefined)), [read])
  useEffect(() => {
    if (!draft) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [draft])

  const keep = useCallback(
    (next: Draft | undefined) => {
      show(next)
      if (next) sessionStorage.setItem(key, JSON.stringify(next))
      else sessionStorage.removeItem(key)
    },
    [key, show],
  )
  useEffect(() => {
    if (isSaved) keep(undefined)
  }, [isSaved, keep])

  return {
    text: draft?.text ?? shown,
    /** The text that is saved, as far as is known here. */
    saved,
    draft,
    /** Whether another text was saved since the draft was begun. */
    isStale: draft !== undefined && draft.base !== saved,
    change: (text: string) => keep(text === shown ? undefined : { text, base: latest.current?.base ?? saved }),
    discard: () => keep(undefined),
    /** Goes on from the text that was saved meanwhile. */
    rebase: () => draft && keep({ text: draft.text, base: saved }),
    /** This text was saved; what was typed since goes on from it. */
    onSaved(text: string) {
      setSent({ text, over: read })
      const now = latest.current
      keep(now && now.text !== text ? { text: now.text, base: text } : undefined)
    },
  }
}

function stored(key: string): Draft | undefined {
  const found = sessionStorage.getItem(key)
  if (found === null) return undefined
  const { text, base } = JSON.parse(found) as Partial<Draft>
  return typeof text === 'string' && typeof base === 'string' ? { text, base } : undefined
}
