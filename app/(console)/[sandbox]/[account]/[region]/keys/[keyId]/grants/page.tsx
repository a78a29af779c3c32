import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { GrantsTab } from '#components/keys/grants/grants-tab.tsx'
import { grantListParams } from '#components/keys/grants/list-params.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createGrant, retireGrant, revokeGrant } from '../actions.ts'

export const metadata: Metadata = { title: 'Grants' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly keyId: string }>
  readonly searchParams: Promise<QueryParams>
}

export default async function GrantsPage({ params, searchParams }: Props) {
  const { keyId } = await params
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['grants', grantListParams(keyId, await searchParams)])}>
      <GrantsTab keyId={keyId} actions={{ createGrant, retireGrant, revokeGrant }} />
    </Prefetched>
  )
}
