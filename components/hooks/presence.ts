'use client'

import { useEffect, useEffectEvent } from 'react'

/** How long after the last sign of a person a page goes on to read by itself. */
const PATIENCE = 3_600_000
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'focus'] as const

let last = 0

/**
 * Whether somebody has been at this page lately. A read counts as being there, so pages that read by themselves for ever
 * would keep a forgotten session open.
 */
export function isSomeoneThere(): boolean {
  return performance.now() - last < PATIENCE
}

/** Watches for signs of a person; tells of the first one after a long time without. */
export function usePresence(onReturn: () => void): void {
  const returned = useEffectEvent(onReturn)
  useEffect(() => {
    last = performance.now()
    function seen() {
      const wasAway = !isSomeoneThere()
      last = performance.now()
      if (wasAway) returned()
    }
    for (const sign of SIGNS) window.addEventListener(sign, seen, { passive: true })
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, seen)
    }
  }, [])
}
