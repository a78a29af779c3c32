'use client'

import { lazy, useState } from 'react'
import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { everRotates } from '../actions.ts'
import type { DeleteTarget } from './delete-material-dialog.tsx'
import { WhyNot } from './fixed-material.tsx'
import { firstImportReason, type ImportTarget, importReason, targetOf } from './import-rules.ts'
import { ImportedActions } from './imported-actions.tsx'
import type { MaterialActions } from './material-actions.ts'
import { onlyMaterial } from './material-events.ts'
import { MaterialTable } from './material-table.tsx'
import { NoMaterial } from './no-material.tsx'
import { Plan } from './rotation-actions.tsx'
import { RotationNotes } from './rotation-notes.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { useLife } from './use-life.ts'

const DeleteMaterialDialog = lazy(async () => ({
  default: (await import('./delete-material-dialog.tsx')).DeleteMaterialDialog,
}))
const ImportWizard = lazy(async () => ({ default: (await import('./import/import-wizard.tsx')).ImportWizard }))

interface ImportedKeyProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
}

/** The materials of an imported key. A symmetric one has one after another; others have one ever. */
export function ImportedKey({ keyDto, actions }: ImportedKeyProps) {
  const rotates = everRotates(keyDto)
  const { data, error } = useConsoleQuery('rotations', { id: keyDto.keyId })
  const { life, error: untold, eventsOf } = useLife(keyDto, data?.materials ?? [], data !== undefined)
  const { params, set } = useUrlState()
  if (error) return <ErrorPanel error={error.error} />
  if (!data) return <Skeleton />
  const rotations = rotates ? data : onlyMaterial(keyDto, life?.events ?? [])
  const target = targetOf(params.get('import'), rotations.materials)
  if (target) {
    return (
      <WhenOpen open>
        <ImportWizard keyDto={keyDto} actions={actions} target={target} close={() => set({ import: undefined })} />
      </WhenOpen>
    )
  }
  const open = (next: ImportTarget) =>
    set({ import: next.material ? String(next.material.number) : next.type === 'NEW_KEY_MATERIAL' ? 'new' : 'first' })
  if (rotations.materials.length === 0) {
    return (
      <Card title="Key material">
        <NoMaterial reason={firstImportReason(keyDto)} open={() => open({})} />
      </Card>
    )
  }
  const rest = { keyDto, actions, rotations, life, error: untold, eventsOf }
  return <Materials {...rest} open={open} />
}

interface MaterialsProps extends ImportedKeyProps, Omit<ReturnType<typeof useLife>, 'error'> {
  readonly rotations: RotationsDto
  readonly error: ReturnType<typeof useLife>['error']
  readonly open: (target: ImportTarget) => void
}

function Materials({ keyDto, actions, rotations, life, error, eventsOf, open }: MaterialsProps) {
  const [deleting, setDeleting] = useState<DeleteTarget>()
  const rotates = everRotates(keyDto)
  const reason = importReason(keyDto)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TimelineCard
        keyDto={keyDto}
        rotations={rotations}
        life={life}
        error={error}
        eventsOf={eventsOf}
        aside={rotates ? <Plan keyDto={keyDto} rotations={rotations} /> : 'one material, for good'}
        actions={rotates && <ImportedActions keyDto={keyDto} rotations={rotations} actions={actions} open={open} />}
      />
      <MaterialTable
        materials={rotations.materials}
        life={life}
        eventsOf={eventsOf}
        rowActions={(material) => (
          <span className="inline-flex items-center align-bottom">
            <Button
              size="small"
              variant="ghost"
              reason={reason}
              aria-label={`Import again, material ${material.number}`}
              onClick={() => open({ type: 'EXISTING_KEY_MATERIAL', material })}
            >
              Import again…
            </Button>
            <IconButton
              icon="bin"
              label={`Delete material ${material.number}`}
              className={`size-7 ${material.missing ? 'invisible' : ''}`}
              onClick={() => setDeleting({ material, ofMany: rotates })}
            />
          </span>
        )}
      />
      {rotates ? (
        <RotationNotes keyDto={keyDto} />
      ) : (
        <div className="max-w-[88ch] text-ink-3">
          <WhyNot keyDto={keyDto} />
        </div>
      )}
      <WhenOpen open={deleting !== undefined}>
        <DeleteMaterialDialog
          keyDto={keyDto}
          deleteKeyMaterial={actions.deleteKeyMaterial}
          target={deleting}
          use={life?.uses.find(({ materialId }) => materialId === deleting?.material.materialId)}
          close={() => setDeleting(undefined)}
        />
      </WhenOpen>
    </div>
  )
}
