'use client'

import { type FormEvent, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { findRegion } from '#model/regions.ts'
import { useFrame } from '../../hooks/frame.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { RegionActions } from './regionality-tab.tsx'

interface ReplicateDialogProps extends Pick<RegionActions, 'replicateKey'> {
  readonly keyDto: KeyDto
  readonly open: boolean
  readonly close: () => void
}

export function ReplicateDialog({ open, close, ...rest }: ReplicateDialogProps) {
  return (
    <Dialog title="Replicate to a Region" open={open} onOpenChange={(next) => !next && close()}>
      <Form close={close} {...rest} />
    </Dialog>
  )
}

function Form({ keyDto, replicateKey, close }: Omit<ReplicateDialogProps, 'open'>) {
  const choices = useFreeRegions(keyDto)
  const [region, setRegion] = useState('')
  const [copies, setCopies] = useState(true)
  const { run, busy, error } = useAction(replicateKey, {
    quiet: true,
    done: () => ({ title: `Replica in ${region} is being made` }),
    onDone: close,
  })
  const reason = region === '' ? 'Choose a Region first' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!reason) run(keyDto.keyId, region, copies)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">
          The same key in another Region: what one encrypts, the other decrypts, without a call between them.
        </p>
        <SelectField label="Region" value={region} onChange={(event) => setRegion(event.target.value)}>
          <option value="">Choose a Region</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {id} · {name}
            </option>
          ))}
        </SelectField>
        <div>
          <Switch checked={copies} onChange={setCopies}>
            Copy its key policy, tags and description
          </Switch>
          <p className="text-ink-3 text-sm">
            {copies ? 'From then on each Region has its own.' : 'The default key policy, no tags, no description.'}
          </p>
        </div>
        {keyDto.origin === 'EXTERNAL' && (
          <p className="text-ink-2">Its material is not copied: the same must be imported into the replica.</p>
        )}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={reason}>
          Replicate
        </Button>
      </DialogFooter>
    </form>
  )
}

/** Regions of the same partition that have no member yet. */
function useFreeRegions(keyDto: KeyDto) {
  const { scope, regions } = useFrame()
  const partition = findRegion(scope.region)?.partition
  return regions.filter(({ id }) => findRegion(id)?.partition === partition && !keyDto.regions.includes(id))
}
