import type { ReactNode } from 'react'

/** The cards of one identity, with what is known of it at a glance beside them. */
export function Detail({ side, children }: { readonly side: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-4 max-md:grid-cols-[minmax(0,1fr)]">
      <div className="grid gap-4">{children}</div>
      <div className="grid gap-4">{side}</div>
    </div>
  )
}
