'use client'

import { createContext, useContext } from 'react'

/**
 * Asks the user, over the page, for what an answer of this code misses: to sign in again, or to show again who they
 * are. Tells whether to try again; false for every other code.
 */
export type Regain = (code: string) => Promise<boolean>

export const RegainContext = createContext<Regain>(async () => false)

export function useRegain(): Regain {
  return useContext(RegainContext)
}
