'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { SignInDto } from '#console/dto/frame.ts'
import { Brand, Icon } from '../ui/icon.tsx'
import { Problem } from './problem.tsx'
import { ProviderButton } from './provider-button.tsx'
import { SignInDrawing } from './sign-in-drawing.tsx'
import { SignInFields } from './sign-in-fields.tsx'

interface SignInFormProps {
  readonly facts: SignInDto
  /** The page to go to afterwards. */
  readonly target: string
  /** Why a way that led elsewhere came back without a session. */
  readonly refusal?: string | undefined
  /** Whether the identity provider is to ask its user again. */
  readonly anew: boolean
}

export function SignInForm(props: SignInFormProps) {
  const { facts } = props
  return (
    <main className="grid min-h-screen grid-cols-[minmax(440px,5fr)_7fr] max-sm:grid-cols-1">
      <section className="grid grid-rows-[auto_1fr_auto] px-12 py-8 max-sm:p-6">
        <p className="flex items-center gap-2.5 font-title text-[17px] tracking-[-0.02em]">
          <Brand className="size-[26px]" />
          Keystead
        </p>
        <div className="grid w-86 max-w-full content-center self-center justify-self-center">
          <h1 className="font-title text-[24px]/8 tracking-[-0.025em]">Sign in</h1>
          <p className="mb-6 text-ink-2">
            to the console on <span className="mono">{facts.host}</span>
          </p>
          {facts.closed ? <Closed reason={facts.closed} /> : <Ways {...props} />}
          <FirstTime />
        </div>
        <p className="flex gap-5 text-ink-3 text-sm">
          <span className="flex items-center gap-1">
            <Icon name="shield" className="size-3.5 text-enabled" />
            Sign-ins are recorded
          </span>
          <span>Authorization {facts.authMode.toUpperCase()}</span>
        </p>
      </section>
      <SignInDrawing />
    </main>
  )
}

function Ways({ facts, target, refusal, anew }: SignInFormProps) {
  useExistingSession()
  return (
    <div className="grid gap-4">
      {refusal && <Problem>{refusal}</Problem>}
      {/* A whole load, so that nothing of an earlier session stays. */}
      <SignInFields onSignedIn={() => window.location.assign(target)} />
      {facts.provider && (
        <>
          <p className="flex items-center gap-3 text-ink-3 text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
          <ProviderButton provider={facts.provider} target={target} anew={anew} />
        </>
      )}
    </div>
  )
}

function Closed({ reason }: { readonly reason: string }) {
  return (
    <p className="flex gap-2 rounded-m bg-warn-soft px-3 py-2 text-warn">
      <Icon name="warning" className="mt-0.5 size-4" />
      {reason}
    </p>
  )
}

function FirstTime() {
  return (
    <details className="mt-6 border-line border-t pt-4 text-ink-2 text-md">
      <summary className="flex list-none items-center gap-1.5 font-medium text-ink [&::-webkit-details-marker]:hidden">
        <Icon name="info" className="size-3.5" />
        First time here?
      </summary>
      <p className="pt-1.5">
        The password of <b className="font-strong text-ink">admin</b> was printed once, at first start. It is also in
        the data folder, in a file that only its owner can read:
      </p>
      <pre className="code mt-2 overflow-x-auto rounded-m bg-hover px-3 py-2 text-ink">
        cat .keystead/admin-password
      </pre>
    </details>
  )
}

/**
 * The strict cookie does not come along when a link on another site leads here, so the server took a signed-in
 * browser for a stranger. Asking again from this page settles it: the server then sends it on.
 */
function useExistingSession(): void {
  const router = useRouter()
  useEffect(() => router.refresh(), [router])
}
