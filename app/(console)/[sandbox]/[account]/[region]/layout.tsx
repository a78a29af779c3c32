import type { ReactNode } from 'react'
import { Shell } from '#components/shell/shell.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openFrame } from '#console/page.ts'

interface Props {
  readonly params: Promise<ScopeDto>
  readonly children: ReactNode
}

export default async function ScopeLayout({ params, children }: Props) {
  return <Shell frame={await openFrame(params)}>{children}</Shell>
}
