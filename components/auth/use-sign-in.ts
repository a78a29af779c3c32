'use client'

import { useEffect, useState } from 'react'
import { type Credentials, type SignInOutcome, signIn } from './session-client.ts'

type Step =
  | { readonly at: 'asking' | 'waiting' }
  /** The password was right: its code is asked for. */
  | { readonly at: 'code'; readonly busy: boolean }

/** The way through sign-in: password, then the code of the second factor where there is one. */
export function useSignIn(onSignedIn: () => void) {
  const [step, setStep] = useState<Step>({ at: 'asking' })
  const [problem, setProblem] = useState<Exclude<SignInOutcome['kind'], 'signed-in' | 'code-required'>>()
  const [kept, setKept] = useState<Credentials>()
  const { seconds, wait } = useCountdown()

  async function attempt(credentials: Credentials) {
    const asksCode = credentials.code !== undefined
    setProblem(undefined)
    setStep(asksCode ? { at: 'code', busy: true } : { at: 'waiting' })
    const outcome = await signIn(credentials)
    if (outcome.kind === 'signed-in') return onSignedIn()
    const needsCode = outcome.kind === 'code-required'
    if (needsCode) setKept(credentials)
    else setProblem(outcome.kind)
    if (outcome.kind === 'throttled') wait(outcome.seconds)
    const stays = asksCode && outcome.kind !== 'wrong'
    setStep(needsCode || stays ? { at: 'code', busy: false } : { at: 'asking' })
  }

  return {
    step,
    problem: problem === 'throttled' && seconds === 0 ? undefined : problem,
    /** How long to wait until the next attempt. */
    seconds,
    submitPassword: (credentials: Credentials) => attempt(credentials),
    submitCode: (code: string) => kept && attempt({ ...kept, code }),
    back() {
      setKept(undefined)
      setProblem(undefined)
      setStep({ at: 'asking' })
    },
  }
}

/** Seconds that count down to 0. */
function useCountdown() {
  const [seconds, setSeconds] = useState(0)
  const running = seconds > 0
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000)
    return () => clearInterval(timer)
  }, [running])
  return { seconds, wait: setSeconds }
}
