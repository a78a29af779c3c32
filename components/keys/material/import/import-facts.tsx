'use client'

import { useState } from 'react'
import type { ImportDto } from '#console/dto/imports.ts'
import type { KeyDto } from '#console/dto/keys.ts'
import { useTimes } from '../../../hooks/display.tsx'
import { useNow } from '../../../hooks/frame.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { everRotates } from '../../actions.ts'
import { descriptionProblem, expiryProblem, expiryTime, type ImportTarget } from '../import-rules.ts'

/** What is said of material beside its bytes: until when, and what it is. */
export function useImportFacts(target: ImportTarget) {
  const now = useNow()
  const { zone, zoneText } = useTimes()
  const [expires, setExpires] = useState(false)
  const [expiry, setExpiry] = useState('')
  const [description, setDescription] = useState(target.material?.description ?? '')
  const problem = (expires ? expiryProblem(expiry, now, zone) : undefined) ?? descriptionProblem(description)
  const form: Omit<ImportDto, 'material' | 'token'> = {
    ...(expires ? { expiresAt: expiryTime(expiry, zone) } : {}),
    ...(target.type ? { type: target.type } : {}),
    ...(target.material && target.material.materialId !== '' ? { materialId: target.material.materialId } : {}),
    ...(description ? { description } : {}),
  }
  return { expires, setExpires, expiry, setExpiry, description, setDescription, problem, form, now, zone, zoneText }
}

interface ImportFactsProps {
  readonly facts: ReturnType<typeof useImportFacts>
  readonly keyDto: KeyDto
}

export function ImportFacts({ facts, keyDto }: ImportFactsProps) {
  const { expires, setExpires, expiry, setExpiry, description, setDescription, now, zone, zoneText } = facts
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
      <div>
        <Switch checked={expires} onChange={setExpires}>
          It expires
        </Switch>
        {expires ? (
          <TextField
            label={`Expires at (${zoneText})`}
            type="datetime-local"
            value={expiry}
            onChange={(event) => setExpiry(event.target.value)}
            error={expiry === '' ? undefined : expiryProblem(expiry, now, zone)}
            hint="Then the key waits until the same material is imported again"
            className="mt-1"
          />
        ) : (
          <p className="text-ink-3 text-sm">It stays until it is deleted.</p>
        )}
      </div>
      {everRotates(keyDto) && (
        <TextField
          label="Description of the material"
          placeholder="none"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          error={descriptionProblem(description)}
        />
      )}
    </div>
  )
}
