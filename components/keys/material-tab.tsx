'use client'

import { useState } from 'react'
import type { KeyDto, MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import { longDay, shortMaterial } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Action, useAction } from '../hooks/use-action.ts'
import { RotationTimeline } from '../rotation-timeline/rotation-timeline.tsx'
import { TimelineLegend } from '../rotation-timeline/timeline-legend.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { rotationReason } from './actions.ts'
import { RotationDialog } from './rotation-dialog.tsx'

/** How often a key may be rotated on demand, in all its life. */
const MOST_ON_DEMAND = 25

interface MaterialTabProps {
  readonly keyId: string
  readonly rotateNow: Action<[keyId: string]>
  readonly setRotation: Action<[keyId: string, days: number | null]>
}

export function MaterialTab(props: MaterialTabProps) {
  const { data: key } = useConsoleQuery('key', { id: props.keyId })
  const { data, error } = useConsoleQuery('rotations', { id: props.keyId })
  if (error) return <ErrorPanel error={error.error} />
  if (!data || !key) return <Skeleton />
  return (
    <div className="grid gap-4">
      <TimelineCard {...props} keyDto={key} rotations={data} />
      <Materials materials={data.materials} />
    </div>
  )
}

interface TimelineCardProps extends MaterialTabProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
}

function TimelineCard({ keyId, keyDto, rotations, rotateNow, setRotation }: TimelineCardProps) {
  const now = useNow()
  const [editing, setEditing] = useState(false)
  const rotate = useAction(rotateNow, { done: () => ({ title: 'Key material rotated' }) })
  const used =
    rotations.onDemandUsed >= MOST_ON_DEMAND ? `All ${MOST_ON_DEMAND} rotations on demand are used` : undefined
  const reason = rotationReason(keyDto)
  return (
    <Card
      title="Rotation timeline"
      aside={planText(rotations)}
      actions={
        <>
          <Button size="small" reason={reason} onClick={() => setEditing(true)}>
            Edit rotation
          </Button>
          <Button
            size="small"
            variant="primary"
            icon="rotate"
            reason={reason ?? used}
            busy={rotate.busy}
            onClick={() => rotate.run(keyId)}
          >
            Rotate now
          </Button>
        </>
      }
    >
      <RotationTimeline rotations={rotations} now={now} anchorOf={(number) => `#material-${number}`} />
      <TimelineLegend />
      <RotationDialog
        keyId={keyId}
        rotations={rotations}
        setRotation={setRotation}
        open={editing}
        onOpenChange={setEditing}
      />
    </Card>
  )
}

function planText({ periodInDays, nextRotationAt, onDemandUsed }: RotationsDto): string {
  const automatic =
    periodInDays === undefined || nextRotationAt === undefined
      ? 'Automatic rotation is off'
      : `Automatic every ${periodInDays} days, next ${longDay(nextRotationAt)}`
  return `${automatic} · on demand ${onDemandUsed} of ${MOST_ON_DEMAND} used`
}

const HOW = { created: 'Created', automatic: 'Automatic', 'on-demand': 'On demand' } as const

function Materials({ materials }: { readonly materials: readonly MaterialDto[] }) {
  return (
    <Card title="Key materials" aside={<span className="tabular-nums">{materials.length}</span>}>
      <div className="overflow-x-auto">
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Material</th>
              <th>Material ID</th>
              <th>State</th>
              <th>Since</th>
              <th>How</th>
            </tr>
          </thead>
          <tbody>
            {materials.toReversed().map((material) => (
              <tr key={material.materialId} id={`material-${material.number}`}>
                <td className="at-box">{material.number}</td>
                <td className="at-a mono">
                  <span title={material.materialId}>{shortMaterial(material.materialId)}</span>{' '}
                  <CopyButton text={material.materialId} label={`Copy id of material ${material.number}`} />
                </td>
                <td className="at-b">
                  {material.current ? (
                    <Tag tone="accent">Current</Tag>
                  ) : (
                    <span className="text-ink-2">Decrypts only</span>
                  )}
                </td>
                <td className="at-c">{longDay(material.since)}</td>
                <td className="at-d text-ink-2">{HOW[material.how]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
