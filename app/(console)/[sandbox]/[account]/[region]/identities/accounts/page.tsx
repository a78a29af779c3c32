import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { AccountsView } from '#components/identities/accounts-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openAdministration } from '#console/page.ts'
import { createAccount } from './actions.ts'

export const metadata: Metadata = { title: 'Accounts' }

export default async function AccountsPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openAdministration(params)
  return (
    <Prefetched entries={await page.read(['accounts'])}>
      <AccountsView createAccount={createAccount} />
    </Prefetched>
  )
}
