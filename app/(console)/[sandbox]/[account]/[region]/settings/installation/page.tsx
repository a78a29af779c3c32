import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { InstallationView } from '#components/settings/installation-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Installation' }

export default async function InstallationPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['installation'])}>
      <InstallationView />
    </Prefetched>
  )
}
