import type { Metadata } from 'next'
import { CostView } from '#components/cost/cost-view.tsx'
import { costListParams } from '#components/cost/list-params.ts'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Quotas and cost' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function QuotasAndCostPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  const entries = await page.read(['costs', costListParams(await searchParams)], ['quotas'])
  return (
    <Prefetched entries={entries}>
      <CostView />
    </Prefetched>
  )
}
