import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { SandboxesView } from '#components/sandboxes/sandboxes-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openAdministration } from '#console/page.ts'

export const metadata: Metadata = { title: 'Sandboxes' }

export default async function SandboxesPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openAdministration(params)
  return (
    <Prefetched entries={await page.read(['sandboxes'])}>
      <SandboxesView />
    </Prefetched>
  )
}
