'use client'

import { useState } from 'react'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAllowed } from '../hooks/use-allowed.ts'
import { isAwsManaged, lockedReason } from '../keys/actions.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import type { AliasActions } from './actions.ts'
import { AliasTable } from './alias-table.tsx'
import { CreateAliasDialog } from './create-alias-dialog.tsx'

interface KeyAliasesTabProps {
  readonly keyId: string
  readonly actions: AliasActions
}

/** The aliases of one key. */
export function KeyAliasesTab({ keyId, actions }: KeyAliasesTabProps) {
  const key = useConsoleQuery('key', { id: keyId })
  const aliases = useConsoleQuery('aliases', { id: keyId })
  const refusal = useAllowed(keyId)
  const [creating, setCreating] = useState(false)
  if (aliases.error) return <ErrorPanel error={aliases.error.error} />
  if (!aliases.data) return <Skeleton />
  const locked = (key.data && lockedReason(key.data)) ?? refusal('CreateAlias')
  return (
    <Card
      title="Aliases"
      actions={
        <Button size="small" icon="plus" reason={locked} onClick={() => setCreating(true)}>
          Create alias
        </Button>
      }
    >
      {aliases.data.length === 0 ? (
        <Empty icon="tag" title="This key has no alias">
          <p>An alias is a name for the key that programs can use in place of its id.</p>
        </Empty>
      ) : (
        <AliasTable aliases={aliases.data} actions={actions} hideTarget fixed={key.data && isAwsManaged(key.data)} />
      )}
      <CreateAliasDialog actions={actions} target={keyId} open={creating} close={() => setCreating(false)} />
    </Card>
  )
}
