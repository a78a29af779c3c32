import type { Metadata } from 'next'
import { AuditView } from '#components/audit/audit-view.tsx'
import { eventListParams, openEvent } from '#components/audit/list-params.ts'
import { Prefetched } from '#components/hooks/queries.tsx'
import type { QueryParams } from '#console/dto/queries.ts'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'

export const metadata: Metadata = { title: 'Audit log' }

interface Props {
  readonly params: Promise<ScopeDto>
  readonly searchParams: Promise<QueryParams>
}

export default async function AuditPage({ params, searchParams }: Props) {
  const page = await openPage(params)
  const search = await searchParams
  const open = openEvent(search)
  const asked = eventListParams(search)
  const entries = await page.read(
    ['events', asked],
    ['event-counts', { ...asked, before: undefined }],
    ['audit-health'],
    ...(open ? [['event', open] as const] : []),
  )
  return (
    <Prefetched entries={entries}>
      <AuditView />
    </Prefetched>
  )
}
