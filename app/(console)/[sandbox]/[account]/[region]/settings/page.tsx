import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { YouView } from '#components/settings/you-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { beginTotp, changePassword, enableTotp, removeTotp } from './actions.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['self'])}>
      <YouView changePassword={changePassword} beginTotp={beginTotp} enableTotp={enableTotp} removeTotp={removeTotp} />
    </Prefetched>
  )
}
