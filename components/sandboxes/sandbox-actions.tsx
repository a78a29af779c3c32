'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext } from 'react'
import { type Action, type ActionOptions, useAction } from '../hooks/use-action.ts'
import type { SandboxActions } from './actions.ts'

const Context = createContext<SandboxActions | undefined>(undefined)

interface SandboxProviderProps {
  readonly actions: SandboxActions
  readonly children: ReactNode
}

/** Gives the header and every page the actions: the time of a sandbox moves from anywhere in it. */
export function SandboxProvider({ actions, children }: SandboxProviderProps) {
  return <Context value={actions}>{children}</Context>
}

export function useSandboxActions(): SandboxActions {
  const actions = useContext(Context)
  if (!actions) throw new Error('useSandboxActions outside of SandboxProvider')
  return actions
}

/** Runs an action that may change what the header says: the frame is rendered anew behind it. */
export function useSandboxAction<A extends readonly unknown[], T>(
  action: Action<A, T>,
  options: ActionOptions<A, T> = {},
) {
  const router = useRouter()
  return useAction(action, {
    ...options,
    onDone(value, args) {
      router.refresh()
      options.onDone?.(value, args)
    },
  })
}
