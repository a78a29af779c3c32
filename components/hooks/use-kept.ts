'use client'

import { useCallback, useSyncExternalStore } from 'react'

const CHANGED = 'keystead-kept'

/**
 * A text that this browser keeps under a name, and how to change it; null where there is none, on the server, and where
 * the browser keeps nothing.
 */
export function useKept(name: string): readonly [string | null, (text: string | undefined) => void] {
  const key = `keystead.${name}`
  const kept = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  )
  const keep = useCallback(
    (text: string | undefined) => {
      try {
        if (text === undefined) localStorage.removeItem(key)
        else localStorage.setItem(key, text)
      } catch {
        // A browser that keeps nothing goes on without: the address still says it.
      }
      window.dispatchEvent(new Event(CHANGED))
    },
    [key],
  )
  return [kept, keep]
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('storage', changed)
  window.addEventListener(CHANGED, changed)
  return () => {
    window.removeEventListener('storage', changed)
    window.removeEventListener(CHANGED, changed)
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
