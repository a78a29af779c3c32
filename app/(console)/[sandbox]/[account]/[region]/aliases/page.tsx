import type { Metadata } from 'next'
import { AliasesView } from '#components/aliases/aliases-view.tsx'
import { aliasListParams } from '#components/aliases/list-params.ts'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createAlias, deleteAlias, retargetAlias } from './actions.ts'

export const metadata: Metadata = { title: 'Aliases' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function AliasesPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['aliasList', aliasListParams(await searchParams)])}>
      <AliasesView actions={{ createAlias, retargetAlias, deleteAlias }} />
    </Prefetched>
  )
}
