'use client'

import { useSyncExternalStore } from 'react'

/** Whether the page answers to input yet: false on the server and until the browser has taken over. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  )
}
