'use client'

import { lazy, useState } from 'react'
import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { useTimes } from '../../hooks/display.tsx'
import { usePaths } from '../../hooks/frame.tsx'
import { useAllowed } from '../../hooks/use-allowed.ts'
import { Button } from '../../ui/button.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { isAwsManaged, scheduleReason } from '../actions.ts'
import type { MaterialActions } from './material-actions.ts'
import { MOST_ON_DEMAND, onDemandReason } from './rotate.ts'

const RotationDialog = lazy(async () => ({ default: (await import('./rotation-dialog.tsx')).RotationDialog }))
const RotateDialog = lazy(async () => ({ default: (await import('./rotate-dialog.tsx')).RotateDialog }))

interface RotationActionsProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly actions: MaterialActions
}

/** What can be done to the rotation of a key whose material is made here. */
export function RotationActions({ keyDto, rotations, actions }: RotationActionsProps) {
  const [open, setOpen] = useState<'schedule' | 'rotate'>()
  const close = () => setOpen(undefined)
  const refusal = useAllowed(keyDto.keyId)
  if (isAwsManaged(keyDto)) return null
  if (keyDto.regionality === 'REPLICA') return <FollowsPrimary keyDto={keyDto} />
  return (
    <>
      <Button
        size="small"
        reason={scheduleReason(keyDto) ?? refusal('EnableKeyRotation', 'DisableKeyRotation')}
        onClick={() => setOpen('schedule')}
      >
        Edit rotation
      </Button>
      <Button
        size="small"
        variant="primary"
        icon="rotate"
        className="max-sm:[&>svg]:hidden"
        reason={onDemandReason(keyDto, rotations) ?? refusal('RotateKeyOnDemand')}
        onClick={() => setOpen('rotate')}
      >
        Rotate now
      </Button>
      <WhenOpen open={open === 'schedule'}>
        <RotationDialog
          keyId={keyDto.keyId}
          rotations={rotations}
          setRotation={actions.setRotation}
          open
          onOpenChange={close}
        />
      </WhenOpen>
      <WhenOpen open={open === 'rotate'}>
        <RotateDialog keyDto={keyDto} rotateNow={actions.rotateNow} close={close} />
      </WhenOpen>
    </>
  )
}

/** Only the primary of a multi-Region key rotates, for all. */
export function FollowsPrimary({ keyDto: { keyId, regions } }: { readonly keyDto: KeyDto }) {
  const { key } = usePaths()
  return (
    <span className="text-ink-2">
      Rotates with its primary in{' '}
      <Link href={`${key(keyId, regions[0])}/material`} className={`mono ${textLink}`}>
        {regions[0]}
      </Link>
    </span>
  )
}

/** When it rotates next, and how often somebody asked for it. */
export function Plan({ keyDto, rotations }: Omit<RotationActionsProps, 'actions'>) {
  const { longDay } = useTimes()
  const { periodInDays, nextRotationAt, onDemandUsed } = rotations
  const used = `on demand ${onDemandUsed} of ${MOST_ON_DEMAND} used`
  if (keyDto.origin === 'EXTERNAL') return used
  const automatic =
    periodInDays === undefined || nextRotationAt === undefined
      ? 'Automatic rotation is off'
      : `Automatic every ${periodInDays} days, next ${longDay(nextRotationAt)}`
  return isAwsManaged(keyDto) ? automatic : `${automatic} · ${used}`
}
