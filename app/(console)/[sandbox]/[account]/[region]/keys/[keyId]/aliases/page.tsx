import type { Metadata } from 'next'
import { KeyAliasesTab } from '#components/aliases/key-aliases-tab.tsx'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createAlias, deleteAlias, retargetAlias } from '../../../aliases/actions.ts'

export const metadata: Metadata = { title: 'Aliases of the key' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
}

export default async function KeyAliasesPage({ params }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['aliases', { id: keyId }])}>
      <KeyAliasesTab keyId={keyId} actions={{ createAlias, retargetAlias, deleteAlias }} />
    </Prefetched>
  )
}
