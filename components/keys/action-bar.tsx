'use client'

import { Toolbar } from 'radix-ui'
import { lazy, useState } from 'react'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { useFrame } from '../hooks/frame.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { type KeyActions, whyNot } from './actions.ts'
import { useKeyActions } from './use-key-actions.ts'

const DeletionDialog = lazy(async () => ({ default: (await import('./deletion-dialog.tsx')).DeletionDialog }))

interface ActionBarProps {
  readonly keys: readonly KeyRowDto[]
  readonly actions: KeyActions
  readonly clear: () => void
}

/** What can be done to the selected keys at once. */
export function ActionBar({ keys, actions, clear }: ActionBarProps) {
  const [deleting, setDeleting] = useState(false)
  const { enable, disable, cancelDeletion } = useKeyActions(actions, clear)
  const copy = useCopy()
  const { endpoint, scope } = useFrame()
  const ids = keys.map((key) => key.keyId)
  const reason = (change: keyof KeyActions) => reasonFor(change, keys)
  const cli = ids.map((id) => `aws kms describe-key --key-id ${id} --endpoint-url ${endpoint} --region ${scope.region}`)
  return (
    <>
      <Toolbar.Root
        aria-label="Selected keys"
        className="sticky bottom-4 z-10 mx-auto mt-4 flex w-max max-w-full items-center gap-1 overflow-x-auto rounded-l bg-raised p-1.5 shadow-float max-sm:fixed max-sm:inset-x-2 max-sm:bottom-17 max-sm:w-auto max-sm:[&>[aria-disabled]]:hidden max-sm:[&>button:not([aria-label])>svg]:hidden"
      >
        <span className="mr-1 border-line border-r pr-3 pl-2.5 font-strong leading-7 whitespace-nowrap">
          {keys.length} selected
        </span>
        <Button
          size="small"
          variant="ghost"
          icon="checkRing"
          reason={reason('enableKeys')}
          busy={enable.busy}
          onClick={() => enable.run(ids)}
        >
          Enable
        </Button>
        <Button
          size="small"
          variant="ghost"
          icon="denied"
          reason={reason('disableKeys')}
          busy={disable.busy}
          onClick={() => disable.run(ids)}
        >
          Disable
        </Button>
        <Button
          size="small"
          variant="danger-ghost"
          icon="bin"
          reason={reason('scheduleDeletion')}
          onClick={() => setDeleting(true)}
        >
          Schedule deletion…
        </Button>
        <Button
          size="small"
          variant="ghost"
          reason={reason('cancelDeletion')}
          busy={cancelDeletion.busy}
          onClick={() => cancelDeletion.run(ids)}
        >
          Cancel deletion
        </Button>
        <Button size="small" variant="ghost" icon="copy" className="max-sm:hidden" onClick={() => copy(cli.join('\n'))}>
          Copy as CLI
        </Button>
        <IconButton icon="cross" label="Clear selection" className="ml-auto size-7" onClick={clear} />
      </Toolbar.Root>
      <WhenOpen open={deleting}>
        <DeletionDialog keys={keys} actions={actions} open onOpenChange={setDeleting} onDone={clear} />
      </WhenOpen>
    </>
  )
}

/** The first reason that holds for one of the keys, said for all of them. */
function reasonFor(change: keyof KeyActions, keys: readonly KeyRowDto[]): string | undefined {
  const blocked = keys.flatMap((key) => whyNot(change, key.state) ?? [])
  if (blocked.length === 0) return undefined
  return keys.length === 1 ? blocked[0] : `${blocked.length} of ${keys.length}: ${blocked[0]}`
}
