import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { SandboxView } from '#components/sandboxes/sandbox-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openAdministration } from '#console/page.ts'

interface Props {
  readonly params: Promise<ScopeDto & { readonly id: string }>
}

export const metadata: Metadata = { title: 'Sandbox' }

export default async function SandboxPage({ params }: Props) {
  const page = await openAdministration(params)
  const { id } = await params
  return (
    <Prefetched entries={await page.read(['sandbox', { id }])}>
      <SandboxView id={id} />
    </Prefetched>
  )
}
