import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/auth/sign-in-form.tsx'
import { ownPath } from '#console/own-path.ts'
import { signInFacts, startPath } from '#console/page.ts'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl } = await searchParams
  const target = ownPath(callbackUrl)
  if (await startPath()) redirect(target)
  return <SignInForm facts={signInFacts()} target={target} />
}
