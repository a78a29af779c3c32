'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Problem } from './problem.tsx'
import { leaveToProvider } from './session-client.ts'

interface ProviderButtonProps {
  /** The host of the identity provider. */
  readonly provider: string
  /** The page to come back to. */
  readonly target: string
  /** Whether its user is to sign in there again. */
  readonly anew?: boolean
}

/** Leaves to the identity provider, which sends the browser back signed in. */
export function ProviderButton({ provider, target, anew = false }: ProviderButtonProps) {
  const [step, setStep] = useState<'ready' | 'leaving' | 'unreachable'>('ready')
  async function leave() {
    setStep('leaving')
    if (!(await leaveToProvider(target, anew))) setStep('unreachable')
  }
  return (
    <div className="grid gap-3">
      <Button icon="external" className="h-9.5 text-[14px]" busy={step === 'leaving'} onClick={leave}>
        Continue with {provider}
      </Button>
      {step === 'unreachable' && <Problem>{`${provider} could not be reached.`}</Problem>}
    </div>
  )
}
