import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/auth/sign-in-form.tsx'
import { ownPath } from '#console/own-path.ts'
import { signInFacts, startPath } from '#console/page.ts'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  readonly searchParams: Promise<Readonly<Record<'callbackUrl' | 'error' | 'anew', string | string[] | undefined>>>
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, anew } = await searchParams
  const target = ownPath(callbackUrl)
  // Whoever is to show again who they are comes here signed in.
  const again = anew !== undefined
  if (!again && (await startPath())) redirect(target)
  return <SignInForm facts={signInFacts()} target={target} refusal={refusalOf(error)} anew={again} />
}

/** What next-auth's way back from the identity provider says. */
function refusalOf(error: unknown): string | undefined {
  if (error === undefined) return undefined
  if (error === 'OidcNoPrincipal') {
    return 'The identity provider knows you, but no principal here is meant for you. Ask the operator to name you in KEYSTEAD_OIDC_PRINCIPALS.'
  }
  return 'Signing in with the identity provider did not succeed. Try again.'
}
