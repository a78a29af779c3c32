'use client'

import { useState } from 'react'
import { plural } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { CreateAccount } from './account-actions.ts'
import { AccountTable } from './account-table.tsx'
import { CreateAccountDialog } from './create-account-dialog.tsx'
import { IdentityTabs } from './identity-tabs.tsx'
import { OnlyAccount } from './only-account.tsx'

/** Every account that is hosted here, for the administrator. */
export function AccountsView({ createAccount }: { readonly createAccount: CreateAccount }) {
  const { data, error } = useConsoleQuery('accounts')
  const [creating, setCreating] = useState(false)
  return (
    <>
      <PageHead
        title="Identities"
        actions={
          <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
            Create account
          </Button>
        }
      >
        <p className="text-ink-2">
          {data && data.length > 1 && `${plural(data.length, 'account')}. `}
          Each has keys, principals and a log of its own.
        </p>
      </PageHead>
      <IdentityTabs />
      {error && <ErrorPanel error={error.error} />}
      {!error && !data && <Skeleton />}
      {!error && data && (
        <Card className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
          <AccountTable accounts={data} />
          {data.length === 1 && <OnlyAccount />}
        </Card>
      )}
      <CreateAccountDialog createAccount={createAccount} open={creating} close={() => setCreating(false)} />
    </>
  )
}
