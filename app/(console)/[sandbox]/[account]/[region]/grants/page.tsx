import type { Metadata } from 'next'
import { GrantsView } from '#components/grants/grants-view.tsx'
import { grantListParams } from '#components/grants/list-params.ts'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createGrant, retireGrant, revokeGrant } from '../keys/[keyId]/actions.ts'

export const metadata: Metadata = { title: 'Grants' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function GrantsPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['grantList', grantListParams(await searchParams)])}>
      <GrantsView actions={{ createGrant, retireGrant, revokeGrant }} />
    </Prefetched>
  )
}
