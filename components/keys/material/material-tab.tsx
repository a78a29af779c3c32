'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { everRotates, isInKeyStore } from '../actions.ts'
import { FixedMaterial } from './fixed-material.tsx'
import { ImportedKey } from './imported-key.tsx'
import type { MaterialActions } from './material-actions.ts'
import { MaterialTable } from './material-table.tsx'
import { Plan, RotationActions } from './rotation-actions.tsx'
import { RotationNotes } from './rotation-notes.tsx'
import { StoredMaterial } from './stored-material.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { useLife } from './use-life.ts'

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
  if (key.origin === 'EXTERNAL') return <ImportedKey keyDto={key} actions={actions} />
  return everRotates(key) ? <Rotating keyDto={key} actions={actions} /> : <FixedMaterial keyDto={key} />
}

interface RotatingProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
}

function Rotating({ keyDto, actions }: RotatingProps) {
  const { data, error } = useConsoleQuery('rotations', { id: keyDto.keyId })
  const { life, error: untold, eventsOf } = useLife(keyDto, data?.materials ?? [], data !== undefined)
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TimelineCard
        keyDto={keyDto}
        rotations={data}
        life={life}
        error={untold}
        eventsOf={eventsOf}
        aside={<Plan keyDto={keyDto} rotations={data} />}
        actions={<RotationActions keyDto={keyDto} rotations={data} actions={actions} />}
      />
      <MaterialTable materials={data.materials} life={life} eventsOf={eventsOf} />
      <RotationNotes keyDto={keyDto} />
    </div>
  )
}
