'use client'

import { lazy, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import type { Action } from '../hooks/use-action.ts'
import { useAllowed } from '../hooks/use-allowed.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { everRotates, type KeyActions, lockedReason, rotationReason, whyNot } from './actions.ts'
import { useKeyActions } from './use-key-actions.ts'

const DescriptionDialog = lazy(async () => ({ default: (await import('./description-dialog.tsx')).DescriptionDialog }))

const RotateDialog = lazy(async () => ({ default: (await import('./material/rotate-dialog.tsx')).RotateDialog }))

const DeletionDialog = lazy(async () => ({ default: (await import('./deletion-dialog.tsx')).DeletionDialog }))

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
  const [dialog, setDialog] = useState<'rotation' | 'description' | 'deletion'>()
  const { enable, disable, scheduleDeletion, cancelDeletion } = useKeyActions(actions, () => setDialog(undefined))
  const { keyId, state } = keyDto
  const ids = [keyId]
  const refusal = useAllowed(keyId)
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
          <MenuItem icon="checkRing" reason={refusal('EnableKey')} onSelect={() => enable.run(ids)}>
            Enable
          </MenuItem>
        ) : (
          <MenuItem
            icon="denied"
            reason={whyNot('disableKeys', state) ?? refusal('DisableKey')}
            onSelect={() => disable.run(ids)}
          >
            Disable
          </MenuItem>
        )}
        {everRotates(keyDto) && (
          <MenuItem
            icon="rotate"
            reason={rotationReason(keyDto) ?? refusal('RotateKeyOnDemand')}
            onSelect={() => setDialog('rotation')}
          >
            Rotate now…
          </MenuItem>
        )}
        <MenuItem
          icon="pencil"
          reason={lockedReason(keyDto) ?? refusal('UpdateKeyDescription')}
          onSelect={() => setDialog('description')}
        >
          Edit description…
        </MenuItem>
        <MenuLine />
        {deleting ? (
          <MenuItem icon="checkRing" reason={refusal('CancelKeyDeletion')} onSelect={() => cancelDeletion.run(ids)}>
            Cancel deletion
          </MenuItem>
        ) : (
          <MenuItem
            danger
            icon="bin"
            reason={whyNot('scheduleDeletion', state) ?? refusal('ScheduleKeyDeletion')}
            onSelect={() => setDialog('deletion')}
          >
            Schedule deletion…
          </MenuItem>
        )}
      </Menu>
      <WhenOpen open={dialog === 'rotation'}>
        <RotateDialog keyDto={keyDto} rotateNow={actions.rotateNow} close={() => setDialog(undefined)} />
      </WhenOpen>
      <WhenOpen open={dialog === 'deletion'}>
        <DeletionDialog
          keys={[keyDto]}
          schedule={(days) => scheduleDeletion.run(ids, days)}
          busy={scheduleDeletion.busy}
          close={() => setDialog(undefined)}
        />
      </WhenOpen>
      <WhenOpen open={dialog === 'description'}>
        <DescriptionDialog keyDto={keyDto} describe={actions.describe} open onOpenChange={close} />
      </WhenOpen>
    </>
  )
}
