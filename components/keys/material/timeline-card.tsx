'use client'

import type { ReactNode } from 'react'
import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import type { MaterialLifeDto } from '#console/dto/material-life.ts'
import type { ErrorDto } from '#console/dto/result.ts'
import { useNow } from '../../hooks/frame.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { RotationTimeline } from '../../rotation-timeline/rotation-timeline.tsx'
import { TimelineLegend } from '../../rotation-timeline/timeline-legend.tsx'
import { Card } from '../../ui/card.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useScrub } from './use-scrub.tsx'

const YEAR = 365 * 86_400_000

const RANGES = [
  { value: '1y', label: '1 y' },
  { value: '3y', label: '3 y' },
  { value: 'all', label: 'All' },
] as const

type Range = (typeof RANGES)[number]['value']

const LENGTHS: Readonly<Record<Range, number | undefined>> = { '1y': YEAR, '3y': 3 * YEAR, all: undefined }

interface TimelineCardProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly life: MaterialLifeDto | undefined
  /** Why the audit log told nothing. */
  readonly error: ErrorDto | undefined
  readonly eventsOf: (materialId: string) => string
  readonly aside: ReactNode
  readonly actions?: ReactNode
}

/** The drawn life of a key's material. */
export function TimelineCard({ keyDto, rotations, life, error, eventsOf, aside, actions }: TimelineCardProps) {
  const now = useNow()
  const { params, set } = useUrlState()
  const range = RANGES.find(({ value }) => value === params.get('range'))?.value ?? 'all'
  const bornAt = keyDto.createdAt
  const scrub = useScrub(rotations)
  return (
    <Card
      title="Rotation timeline"
      aside={aside}
      actions={
        <>
          {now - bornAt > YEAR && (
            <Segments
              label="How far back"
              value={range}
              options={RANGES}
              onChange={(next) => set({ range: next === 'all' ? undefined : next })}
            />
          )}
          {actions}
        </>
      }
    >
      <RotationTimeline
        rotations={rotations}
        bornAt={bornAt}
        life={life}
        range={LENGTHS[range]}
        now={now}
        eventsOf={eventsOf}
        over={scrub.over}
      />
      {scrub.bar}
      <TimelineLegend imported={keyDto.origin === 'EXTERNAL'} areas={areasText(life, error)} />
    </Card>
  )
}

function areasText(life: MaterialLifeDto | undefined, error: ErrorDto | undefined): string {
  if (error) return `Ciphertexts opened: not shown, ${error.code}`
  if (life?.uses.every(({ total }) => total === 0)) return 'Ciphertexts opened: none in the log of this Region'
  return 'Ciphertexts opened here, by the audit log'
}
