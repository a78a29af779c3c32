'use client'

import { type FormEvent, useState } from 'react'
import type { KeyDto, MemberDto } from '#console/dto/keys.ts'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import type { RegionActions } from './regionality-tab.tsx'

interface ChangePrimaryDialogProps extends Pick<RegionActions, 'changePrimary'> {
  readonly keyDto: KeyDto
  readonly replicas: readonly MemberDto[]
  readonly open: boolean
  readonly close: () => void
}

export function ChangePrimaryDialog({ open, close, ...rest }: ChangePrimaryDialogProps) {
  return (
    <Dialog title="Change the primary Region" open={open} onOpenChange={(next) => !next && close()}>
      <Form close={close} {...rest} />
    </Dialog>
  )
}

function Form({ keyDto, replicas, changePrimary, close }: Omit<ChangePrimaryDialogProps, 'open'>) {
  const [region, setRegion] = useState(replicas[0]?.region ?? '')
  const { run, busy, error } = useAction(changePrimary, {
    quiet: true,
    done: () => ({ title: `${region} becomes the primary` }),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    run(keyDto.keyId, region)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">
          The key in <span className="mono">{keyDto.regions[0]}</span> becomes a replica. Only the primary is replicated
          and rotated. Both can be used meanwhile, and nothing else of them changes.
        </p>
        <SelectField label="New primary" value={region} onChange={(event) => setRegion(event.target.value)}>
          {replicas.map(({ region: id }) => (
            <option key={id}>{id}</option>
          ))}
        </SelectField>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Change primary
        </Button>
      </DialogFooter>
    </form>
  )
}
