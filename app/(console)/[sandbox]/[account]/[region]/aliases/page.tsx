import type { Metadata } from 'next'
import { AliasesView } from '#components/aliases/aliases-view.tsx'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createAlias, deleteAlias, retargetAlias } from './actions.ts'

export const metadata: Metadata = { title: 'Aliases' }

export default async function AliasesPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['aliases'])}>
      <AliasesView actions={{ createAlias, retargetAlias, deleteAlias }} />
    </Prefetched>
  )
}
