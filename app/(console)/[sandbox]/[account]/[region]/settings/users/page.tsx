import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { UsersView } from '#components/settings/users-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openPage } from '#console/page.ts'
import { createUser, removeAccess, removeTotpOf, resetPassword } from '../actions.ts'

export const metadata: Metadata = { title: 'Users' }

export default async function UsersPage({ params }: { readonly params: Promise<ScopeDto> }) {
  const page = await openPage(params)
  return (
    <Prefetched entries={await page.read(['consoleUsers'], ['accounts'])}>
      <UsersView
        createUser={createUser}
        resetPassword={resetPassword}
        removeAccess={removeAccess}
        removeTotpOf={removeTotpOf}
      />
    </Prefetched>
  )
}
