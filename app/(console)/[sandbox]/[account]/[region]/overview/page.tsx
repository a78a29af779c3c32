import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { OverviewView } from '#components/overview/overview-view.tsx'
import { deniedParams, rangeOf, requestParams } from '#components/overview/params.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Overview' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function OverviewPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  const entries = await page.read(
    ['summary'],
    ['audit-health'],
    ['quotas'],
    ['event-counts', requestParams(rangeOf((await searchParams).range))],
    ['events', deniedParams],
  )
  return (
    <Prefetched entries={entries}>
      <OverviewView />
    </Prefetched>
  )
}
