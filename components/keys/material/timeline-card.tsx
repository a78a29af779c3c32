'use client'

import { lazy, useState } from 'react'
import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { longDay } from '../../format.ts'
import { useNow, usePaths } from '../../hooks/frame.tsx'
import { RotationTimeline } from '../../rotation-timeline/rotation-timeline.tsx'
import { TimelineLegend } from '../../rotation-timeline/timeline-legend.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { isAwsManaged, rotationReason, scheduleReason } from '../actions.ts'
import type { MaterialActions } from './material-actions.ts'
import { MOST_ON_DEMAND, useRotate } from './rotate.ts'

const RotationDialog = lazy(async () => ({ default: (await import('./rotation-dialog.tsx')).RotationDialog }))

interface TimelineCardProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly actions: MaterialActions
}

/** The drawn life of material that is made here. */
export function TimelineCard({ keyDto, rotations, actions }: TimelineCardProps) {
  const now = useNow()
  return (
    <Card
      title="Rotation timeline"
      aside={planText(keyDto, rotations)}
      actions={<RotationActions keyDto={keyDto} rotations={rotations} actions={actions} />}
    >
      <RotationTimeline rotations={rotations} now={now} anchorOf={(number) => `#material-${number}`} />
      <TimelineLegend />
    </Card>
  )
}

function RotationActions({ keyDto, rotations, actions }: TimelineCardProps) {
  const [editing, setEditing] = useState(false)
  const rotate = useRotate(keyDto, rotations, actions)
  if (isAwsManaged(keyDto)) return null
  if (keyDto.regionality === 'REPLICA') return <FollowsPrimary keyDto={keyDto} />
  return (
    <>
      <Button size="small" reason={scheduleReason(keyDto)} onClick={() => setEditing(true)}>
        Edit rotation
      </Button>
      <Button
        size="small"
        variant="primary"
        icon="rotate"
        reason={rotationReason(keyDto) ?? rotate.used}
        busy={rotate.busy}
        onClick={rotate.run}
      >
        Rotate now
      </Button>
      <WhenOpen open={editing}>
        <RotationDialog
          keyId={keyDto.keyId}
          rotations={rotations}
          setRotation={actions.setRotation}
          open
          onOpenChange={setEditing}
        />
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

function planText(keyDto: KeyDto, { periodInDays, nextRotationAt, onDemandUsed }: RotationsDto): string {
  const automatic =
    periodInDays === undefined || nextRotationAt === undefined
      ? 'Automatic rotation is off'
      : `Automatic every ${periodInDays} days, next ${longDay(nextRotationAt)}`
  return isAwsManaged(keyDto) ? automatic : `${automatic} · on demand ${onDemandUsed} of ${MOST_ON_DEMAND} used`
}
