import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { ScenariosView } from '#components/scenarios/scenarios-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openAdministration } from '#console/page.ts'

export const metadata: Metadata = { title: 'Scenarios' }

export default async function ScenariosPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openAdministration(params)
  return (
    <Prefetched entries={await page.read(['scenarios'])}>
      <ScenariosView />
    </Prefetched>
  )
}
