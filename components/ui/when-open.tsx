import { type ReactNode, Suspense } from 'react'

interface WhenOpenProps {
  readonly open: boolean
  /** What `lazy` loads when it is first opened. */
  readonly children: ReactNode
}

/** Keeps what is seldom opened out of the page until then. */
export function WhenOpen({ open, children }: WhenOpenProps) {
  return open && <Suspense fallback={null}>{children}</Suspense>
}
