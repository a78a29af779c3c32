'use client'

import { lazy, useState } from 'react'
import type { KeyDto, MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { WhenOpen } from '../../ui/when-open.tsx'
import { rotationReason } from '../actions.ts'
import type { DeleteTarget } from './delete-material-dialog.tsx'
import type { ImportTarget } from './import-dialog.tsx'
import { importReason } from './import-rules.ts'
import { NoMaterial } from './imported-material.tsx'
import type { MaterialActions } from './material-actions.ts'
import { MaterialTable } from './material-table.tsx'
import { MOST_ON_DEMAND, useRotate } from './rotate.ts'
import { FollowsPrimary } from './timeline-card.tsx'

const DeleteMaterialDialog = lazy(async () => ({
  default: (await import('./delete-material-dialog.tsx')).DeleteMaterialDialog,
}))

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }))

interface ImportedMaterialsProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly actions: MaterialActions
}

/** The materials of an imported symmetric key: it has one after another, each imported and then rotated to. */
export function ImportedMaterials({ keyDto, rotations, actions }: ImportedMaterialsProps) {
  const [importing, setImporting] = useState<ImportTarget>()
  const [deleting, setDeleting] = useState<DeleteTarget>()
  const reason = importReason(keyDto)
  const { materials } = rotations
  return (
    <>
      {materials.length === 0 ? (
        <Card title="Key materials">
          <NoMaterial reason={firstReason(keyDto, reason)} open={() => setImporting({})} />
        </Card>
      ) : (
        <MaterialTable
          title="Key materials"
          aside={`on demand ${rotations.onDemandUsed} of ${MOST_ON_DEMAND} used`}
          actions={
            <HeadActions
              keyDto={keyDto}
              rotations={rotations}
              actions={actions}
              importNew={() => setImporting({ type: 'NEW_KEY_MATERIAL' })}
            />
          }
          materials={materials}
          rowActions={(material) => (
            <RowActions
              material={material}
              reason={reason}
              importAgain={() => setImporting({ type: 'EXISTING_KEY_MATERIAL', material })}
              remove={() => setDeleting({ materialId: material.materialId, number: material.number })}
            />
          )}
        />
      )}
      <WhenOpen open={importing !== undefined}>
        <ImportDialog keyDto={keyDto} actions={actions} target={importing} close={() => setImporting(undefined)} />
      </WhenOpen>
      <WhenOpen open={deleting !== undefined}>
        <DeleteMaterialDialog
          keyDto={keyDto}
          deleteKeyMaterial={actions.deleteKeyMaterial}
          target={deleting}
          close={() => setDeleting(undefined)}
        />
      </WhenOpen>
    </>
  )
}

function firstReason(keyDto: KeyDto, reason: string | undefined): string | undefined {
  return keyDto.regionality === 'REPLICA' ? `Its primary in ${keyDto.regions[0]} gets material first` : reason
}

interface HeadActionsProps extends ImportedMaterialsProps {
  readonly importNew: () => void
}

function HeadActions({ keyDto, rotations, actions, importNew }: HeadActionsProps) {
  const rotate = useRotate(keyDto, rotations, actions)
  if (keyDto.regionality === 'REPLICA') return <FollowsPrimary keyDto={keyDto} />
  const waiting = rotations.materials.find(({ state }) => state === 'pending' || state === 'pending-elsewhere')
  const pending = waiting ? `Material ${waiting.number} waits for its rotation first` : undefined
  const nothing = waiting ? undefined : 'Import new material first'
  const elsewhere =
    waiting?.state === 'pending-elsewhere' ? 'Import the new material in its other Regions first' : undefined
  return (
    <>
      <Button size="small" icon="import" reason={importReason(keyDto) ?? pending} onClick={importNew}>
        Import new material…
      </Button>
      <Button
        size="small"
        variant="primary"
        icon="rotate"
        reason={rotationReason(keyDto) ?? rotate.used ?? nothing ?? elsewhere}
        busy={rotate.busy}
        onClick={rotate.run}
      >
        Rotate now
      </Button>
    </>
  )
}

interface RowActionsProps {
  readonly material: MaterialDto
  readonly reason: string | undefined
  readonly importAgain: () => void
  readonly remove: () => void
}

function RowActions({ material: { number, missing }, reason, importAgain, remove }: RowActionsProps) {
  return (
    <>
      <Button
        size="small"
        variant="ghost"
        reason={reason}
        aria-label={`Import material ${number} again`}
        onClick={importAgain}
      >
        Import again…
      </Button>
      <IconButton
        icon="bin"
        label={`Delete material ${number}`}
        className={`size-7 align-bottom ${missing ? 'invisible' : ''}`}
        onClick={remove}
      />
    </>
  )
}
