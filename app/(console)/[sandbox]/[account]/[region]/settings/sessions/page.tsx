import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { SessionsView } from '#components/settings/sessions-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { revokeOtherSessions, revokeSession } from '../actions.ts'

export const metadata: Metadata = { title: 'Sessions' }

export default async function SessionsPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['sessions'])}>
      <SessionsView revokeSession={revokeSession} revokeOtherSessions={revokeOtherSessions} />
    </Prefetched>
  )
}
