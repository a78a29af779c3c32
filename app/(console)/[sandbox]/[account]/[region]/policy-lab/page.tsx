import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { LabView } from '#components/lab/lab-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Policy lab' }

export default async function PolicyLabPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['subjects'], ['choices'])}>
      <LabView />
    </Prefetched>
  )
}
