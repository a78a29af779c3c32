'use client'

import { type ReactNode, useMemo } from 'react'
import type { RotationsDto } from '#console/dto/keys.ts'
import type { MaterialLifeDto } from '#console/dto/material-life.ts'
import { useDisplay } from '../hooks/display.tsx'
import { describe } from './describe.ts'
import { Drawing } from './drawing.tsx'
import { type Geometry, geometryOf } from './geometry.ts'
import { LAYOUTS } from './layout.ts'
import { MarkButton } from './mark-button.tsx'

interface RotationTimelineProps {
  readonly rotations: RotationsDto
  readonly bornAt: number
  /** What the audit log tells; undefined while it is on its way, and where it is not for the caller. */
  readonly life: MaterialLifeDto | undefined
  /** How far back it goes, in milliseconds; all the way when undefined. */
  readonly range?: number | undefined
  readonly now: number
  readonly eventsOf: (materialId: string) => string
  /** What lies over the drawing. */
  readonly over?: ((geometry: Geometry) => ReactNode) | undefined
}

/** The drawn life of the materials of a key, for wide pages and for phones. Each mark is a button. */
export function RotationTimeline(props: RotationTimelineProps) {
  return (
    <>
      <div className="overflow-x-auto px-4 pt-4 pb-1 max-sm:hidden">
        <OneTimeline {...props} kind="wide" />
      </div>
      <div className="px-4 pt-3 pb-1 sm:hidden">
        <OneTimeline {...props} kind="narrow" />
      </div>
    </>
  )
}

function OneTimeline({ kind, ...props }: RotationTimelineProps & { readonly kind: 'wide' | 'narrow' }) {
  const { rotations, bornAt, life, range, now, eventsOf, over } = props
  const { zone } = useDisplay()
  const geometry = useMemo(
    () => geometryOf({ rotations, bornAt, life, range, events: life?.events ?? [] }, now, LAYOUTS[kind], zone),
    [rotations, bornAt, life, range, now, kind, zone],
  )
  return (
    <div className={kind === 'wide' ? 'relative mx-auto min-w-[900px] max-w-[1480px]' : 'relative'}>
      <Drawing geometry={geometry} now={now} title="Rotation timeline" description={describe(geometry)} />
      {geometry.lanes.flatMap((lane) =>
        lane.marks.map((mark) => (
          <MarkButton key={mark.id} mark={mark} lane={lane} geometry={geometry} eventsOf={eventsOf} />
        )),
      )}
      {over?.(geometry)}
    </div>
  )
}
