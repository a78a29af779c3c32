'use client'

import { type FormEvent, useState } from 'react'
import type { ImportDto, ImportParametersDto } from '#console/dto/imports.ts'
import { useNow } from '../../hooks/frame.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { everRotates } from '../actions.ts'
import { fileBase64 } from './bytes.ts'
import type { StepProps } from './import-dialog.tsx'
import { descriptionProblem, expiryProblem, expiryTime } from './import-rules.ts'

interface UploadFormProps extends StepProps {
  /** Those that were got a moment ago: their token need not be brought back. */
  readonly parameters: ImportParametersDto | undefined
}

/** Brings wrapped material with its token. */
export function UploadForm({ keyDto, actions, target, parameters, close }: UploadFormProps) {
  const now = useNow()
  const [material, setMaterial] = useState<string>()
  const [chosen, setToken] = useState<string>()
  const [expires, setExpires] = useState(false)
  const [expiry, setExpiry] = useState('')
  const [description, setDescription] = useState(target.material?.description ?? '')
  const token = chosen ?? parameters?.token
  const { run, busy, error } = useAction(actions.importKeyMaterial, {
    quiet: true,
    done: () => ({ title: 'Key material imported' }),
    onDone: close,
  })
  const reason =
    (material === undefined ? 'Choose the wrapped key material' : undefined) ??
    (token === undefined ? 'Choose the import token' : undefined) ??
    (expires ? expiryProblem(expiry, now) : undefined) ??
    descriptionProblem(description)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason || material === undefined || token === undefined) return
    const form: ImportDto = {
      material,
      token,
      ...(expires ? { expiresAt: expiryTime(expiry) } : {}),
      ...(target.type ? { type: target.type } : {}),
      ...(target.material ? { materialId: target.material.materialId } : {}),
      ...(description ? { description } : {}),
    }
    run(keyDto.keyId, form)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <FileField label="Wrapped key material" onFile={setMaterial} />
        <FileField
          label="Import token"
          hint={parameters && chosen === undefined ? 'The one from step 1, unless you choose another' : undefined}
          onFile={setToken}
        />
        <div>
          <Switch checked={expires} onChange={setExpires}>
            It expires
          </Switch>
          {expires && (
            <TextField
              label="Expires at (UTC)"
              type="datetime-local"
              value={expiry}
              onChange={(event) => setExpiry(event.target.value)}
              error={expiry === '' ? undefined : expiryProblem(expiry, now)}
              hint="Then the key waits until the same material is imported again"
              className="mt-1"
            />
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
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" icon="import" busy={busy} reason={reason}>
          Import key material
        </Button>
      </DialogFooter>
    </form>
  )
}

interface FileFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly onFile: (base64: string | undefined) => void
}

function FileField({ label, hint, onFile }: FileFieldProps) {
  return (
    <TextField
      label={label}
      type="file"
      hint={hint}
      onChange={async (event) => {
        const [file] = event.target.files ?? []
        onFile(file && (await fileBase64(file)))
      }}
    />
  )
}
