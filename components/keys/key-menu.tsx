'use client'

import { useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { type Action, useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { type KeyActions, rotationReason, whyNot } from './actions.ts'
import { DeletionDialog } from './deletion-dialog.tsx'
import { DescriptionDialog } from './description-dialog.tsx'
import { useKeyActions } from './use-key-actions.ts'

export interface KeyMenuActions extends KeyActions {
  readonly describe: Action<[keyId: string, description: string]>
  readonly rotateNow: Action<[keyId: string]>
}

interface KeyMenuProps {
  readonly keyDto: KeyDto
  readonly actions: KeyMenuActions
}

/** Everything that can be done to the key as a whole. */
export function KeyMenu({ keyDto, actions }: KeyMenuProps) {
  const [dialog, setDialog] = useState<'description' | 'deletion'>()
  const { enable, disable, cancelDeletion } = useKeyActions(actions)
  const rotate = useAction(actions.rotateNow, { done: () => ({ title: 'Key material rotated' }) })
  const { keyId, state } = keyDto
  const ids = [keyId]
  const deleting = whyNot('cancelDeletion', state) === undefined
  const close = (open: boolean) => {
    if (!open) setDialog(undefined)
  }
  return (
    <>
      <Menu
        trigger={
          <Button>
            Key actions
            <Icon name="chevronDown" />
          </Button>
        }
      >
        {state === 'Disabled' ? (
          <MenuItem icon="checkRing" onSelect={() => enable.run(ids)}>
            Enable
          </MenuItem>
        ) : (
          <MenuItem icon="denied" reason={whyNot('disableKeys', state)} onSelect={() => disable.run(ids)}>
            Disable
          </MenuItem>
        )}
        <MenuItem icon="rotate" reason={rotationReason(keyDto)} onSelect={() => rotate.run(keyId)}>
          Rotate now
        </MenuItem>
        <MenuItem
          icon="pencil"
          reason={deleting ? 'Its deletion is scheduled: cancel that first' : undefined}
          onSelect={() => setDialog('description')}
        >
          Edit description…
        </MenuItem>
        <MenuLine />
        {deleting ? (
          <MenuItem icon="checkRing" onSelect={() => cancelDeletion.run(ids)}>
            Cancel deletion
          </MenuItem>
        ) : (
          <MenuItem danger icon="bin" reason={whyNot('scheduleDeletion', state)} onSelect={() => setDialog('deletion')}>
            Schedule deletion…
          </MenuItem>
        )}
      </Menu>
      <DeletionDialog keys={[keyDto]} actions={actions} open={dialog === 'deletion'} onOpenChange={close} />
      <DescriptionDialog
        keyDto={keyDto}
        describe={actions.describe}
        open={dialog === 'description'}
        onOpenChange={close}
      />
    </>
  )
}
