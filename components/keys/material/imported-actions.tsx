'use client'

import { useState } from 'react'
import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { useAllowed } from '../../hooks/use-allowed.ts'
import { Button } from '../../ui/button.tsx'
import { type ImportTarget, importReason } from './import-rules.ts'
import type { MaterialActions } from './material-actions.ts'
import { onDemandReason } from './rotate.ts'
import { RotateDialog } from './rotate-dialog.tsx'
import { FollowsPrimary } from './rotation-actions.tsx'

interface ImportedActionsProps {
  readonly keyDto: KeyDto
  readonly rotations: RotationsDto
  readonly actions: MaterialActions
  readonly open: (target: ImportTarget) => void
}

/** New material is imported first, and then rotated to. */
export function ImportedActions({ keyDto, rotations, actions, open }: ImportedActionsProps) {
  const [rotating, setRotating] = useState(false)
  const refusal = useAllowed(keyDto.keyId)
  if (keyDto.regionality === 'REPLICA') return <FollowsPrimary keyDto={keyDto} />
  const waiting = rotations.materials.find(({ state }) => state === 'pending' || state === 'pending-elsewhere')
  const pending = waiting ? `Material ${waiting.number} waits for its rotation first` : undefined
  return (
    <>
      <Button
        size="small"
        icon="import"
        reason={importReason(keyDto) ?? pending ?? refusal('GetParametersForImport', 'ImportKeyMaterial')}
        onClick={() => open({ type: 'NEW_KEY_MATERIAL' })}
      >
        Import new material…
      </Button>
      <Button
        size="small"
        variant="primary"
        icon="rotate"
        reason={onDemandReason(keyDto, rotations) ?? refusal('RotateKeyOnDemand')}
        onClick={() => setRotating(true)}
      >
        Rotate now
      </Button>
      {rotating && <RotateDialog keyDto={keyDto} rotateNow={actions.rotateNow} close={() => setRotating(false)} />}
    </>
  )
}
