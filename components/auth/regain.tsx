'use client'

import { lazy, type ReactNode, useCallback, useRef, useState } from 'react'
import { type Regain, RegainContext } from '../hooks/use-regain.ts'
import { WhenOpen } from '../ui/when-open.tsx'
import type { SessionActions } from './session-actions.ts'

const SignInAgainDialog = lazy(async () => ({
  default: (await import('./sign-in-again-dialog.tsx')).SignInAgainDialog,
}))
const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))

type Missing = 'session' | 'proof'

const MISSING: Readonly<Record<string, Missing>> = { SignedOut: 'session', StepUpRequired: 'proof' }

interface Asked {
  readonly missing: Missing
  readonly answer: Promise<boolean>
  readonly resolve: (again: boolean) => void
}

/** Asks over the page for what an answer missed, once for all who wait for it; nothing that was typed is lost. */
export function RegainProvider({
  actions,
  children,
}: {
  readonly actions: SessionActions
  readonly children: ReactNode
}) {
  const [missing, setMissing] = useState<Missing>()
  const asked = useRef<Asked>(undefined)
  const regain = useCallback<Regain>((code) => {
    const what = MISSING[code]
    if (!what) return Promise.resolve(false)
    if (asked.current?.missing !== what) {
      asked.current?.resolve(false)
      const { promise: answer, resolve } = Promise.withResolvers<boolean>()
      asked.current = { missing: what, answer, resolve }
      setMissing(what)
    }
    return asked.current.answer
  }, [])
  const end = useCallback((again: boolean) => {
    asked.current?.resolve(again)
    asked.current = undefined
    setMissing(undefined)
  }, [])
  return (
    <RegainContext value={regain}>
      {children}
      <WhenOpen open={missing === 'proof'}>
        <StepUpDialog open stepUp={actions.stepUp} end={end} />
      </WhenOpen>
      <WhenOpen open={missing === 'session'}>
        <SignInAgainDialog open switchRole={actions.switchRole} end={end} />
      </WhenOpen>
    </RegainContext>
  )
}
