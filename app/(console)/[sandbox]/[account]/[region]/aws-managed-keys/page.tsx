import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { ManagedKeysView } from '#components/keys/managed-keys-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'AWS managed keys' }

export default async function ManagedKeysPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['managedKeys'])}>
      <ManagedKeysView />
    </Prefetched>
  )
}
