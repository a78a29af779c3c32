'use client'

import { useSyncExternalStore } from 'react'

/** The name of the key that goes with a letter for a command: Ctrl, or ⌘ on a Mac. */
export function useModifier(): '⌘' | 'Ctrl' {
  return useSyncExternalStore(
    () => () => undefined,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  )
}
