'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { everRotates, isInKeyStore } from '../actions.ts'
import { FixedMaterial } from './fixed-material.tsx'
import { ImportedMaterial } from './imported-material.tsx'
import { ImportedMaterials } from './imported-materials.tsx'
import type { MaterialActions } from './material-actions.ts'
import { MaterialTable } from './material-table.tsx'
import { StoredMaterial } from './stored-material.tsx'
import { TimelineCard } from './timeline-card.tsx'

interface MaterialTabProps {
  readonly keyId: string
  readonly actions: MaterialActions
}

/** The material of a key: what it is, where it comes from, and how it changes. Each kind of key has its own page. */
export function MaterialTab({ keyId, actions }: MaterialTabProps) {
  const { data: key, error } = useConsoleQuery('key', { id: keyId })
  if (error) return null
  if (!key) return <Skeleton />
  if (isInKeyStore(key)) return <StoredMaterial keyDto={key} />
  if (everRotates(key)) return <Rotating keyDto={key} actions={actions} />
  return key.origin === 'EXTERNAL' ? (
    <ImportedMaterial keyDto={key} actions={actions} />
  ) : (
    <FixedMaterial keyDto={key} />
  )
}

interface RotatingProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
}

function Rotating({ keyDto, actions }: RotatingProps) {
  const { data, error } = useConsoleQuery('rotations', { id: keyDto.keyId })
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  if (keyDto.origin === 'EXTERNAL') return <ImportedMaterials keyDto={keyDto} rotations={data} actions={actions} />
  return (
    <div className="grid gap-4">
      <TimelineCard keyDto={keyDto} rotations={data} actions={actions} />
      <MaterialTable title="Key materials" materials={data.materials} />
    </div>
  )
}
