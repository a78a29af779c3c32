'use client'

import { Toolbar } from 'radix-ui'
import { useScope } from '../hooks/frame.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import type { Ending } from './end-grants-dialog.tsx'
import type { ListedGrant } from './grant-table.tsx'

interface SelectedGrantsProps {
  readonly grants: readonly ListedGrant[]
  readonly end: (ending: Ending) => void
  readonly clear: () => void
}

/** What can be done to the selected grants at once. */
export function SelectedGrants({ grants, end, clear }: SelectedGrantsProps) {
  const { account } = useScope()
  const isForeign = grants.some(({ keyArn }) => keyArn.split(':')[4] !== account)
  return (
    <Toolbar.Root
      aria-label="Selected grants"
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-max max-w-full items-center gap-1 rounded-l bg-raised p-1.5 shadow-float max-sm:fixed max-sm:inset-x-2 max-sm:bottom-[calc(68px+var(--dock))] max-sm:w-auto"
    >
      <span className="mr-1 border-line border-r pr-3 pl-2.5 font-strong leading-7 whitespace-nowrap">
        {grants.length} selected
      </span>
      <Button size="small" variant="ghost" onClick={() => end({ grants, how: 'retire' })}>
        Retire
      </Button>
      <Button
        size="small"
        variant="danger-ghost"
        reason={isForeign ? 'Grants on keys of other accounts can be retired, not revoked' : undefined}
        onClick={() => end({ grants, how: 'revoke' })}
      >
        Revoke
      </Button>
      <IconButton icon="cross" label="Clear the selection" className="ml-1 size-7" onClick={clear} />
    </Toolbar.Root>
  )
}
