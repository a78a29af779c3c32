'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Action } from '../hooks/use-action.ts'

/** Loads the sample, by the server action of the frame. */
export type LoadDemoAction = Action<readonly [], { readonly events: number }>

const Context = createContext<LoadDemoAction | undefined>(undefined)

/** Gives every page the action: whichever is empty may offer the sample. */
export function DemoProvider({ load, children }: { readonly load: LoadDemoAction; readonly children: ReactNode }) {
  return <Context value={load}>{children}</Context>
}

export function useLoadDemo(): LoadDemoAction {
  const load = useContext(Context)
  if (!load) throw new Error('useLoadDemo outside of DemoProvider')
  return load
}
