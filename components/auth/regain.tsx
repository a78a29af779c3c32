'use client'

import { useRouter } from 'next/navigation'
import { lazy, type ReactNode, useCallback, useEffect, useRef, useState, useTransition } from 'react'
import { type Regain, RegainContext } from '../hooks/use-regain.ts'
import { WhenOpen } from '../ui/when-open.tsx'
import type { SessionActions } from './session-actions.ts'

const SignInAgainDialog = lazy(async () => ({
  default: (await import('./sign-in-again-dialog.tsx')).SignInAgainDialog,
}))
const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))

type Missing = 'session' | 'proof'

const MISSING: Readonly<Record<string, Missing>> = { SignedOut: 'session', StepUpRequired: 'proof' }

/** Renders the frame and its page anew, once for all who ask for it meanwhile, and tells when it is done. */
function useRefresh(): () => Promise<void> {
  const router = useRouter()
  const [pending, start] = useTransition()
  const running = useRef<PromiseWithResolvers<void>>(undefined)
  useEffect(() => {
    if (pending) return
    running.current?.resolve()
    running.current = undefined
  }, [pending])
  return useCallback(() => {
    if (!running.current) {
      running.current = Promise.withResolvers<void>()
      start(() => router.refresh())
    }
    return running.current.promise
  }, [router])
}

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
  const followPrincipal = useRefresh()
  const regain = useCallback<Regain>(
    (code) => {
      // It is not tried again as another. The error waits, so that none stands in place of what was typed.
      if (code === 'PrincipalChanged') return followPrincipal().then(() => false)
      const what = MISSING[code]
      if (!what) return Promise.resolve(false)
      if (asked.current?.missing !== what) {
        asked.current?.resolve(false)
        const { promise: answer, resolve } = Promise.withResolvers<boolean>()
        asked.current = { missing: what, answer, resolve }
        setMissing(what)
      }
      return asked.current.answer
    },
    [followPrincipal],
  )
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
