'use client'

import { type FormEvent, useState } from 'react'
import type { FamilyDto } from '#console/dto/families.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { inRegion, type RegionActions } from './region-actions.ts'

interface ChangePrimaryDialogProps extends Pick<RegionActions, 'changePrimary'> {
  readonly family: FamilyDto
  /** The replica that is proposed. */
  readonly to?: string | undefined
  readonly close: () => void
}

export function ChangePrimaryDialog({ family, changePrimary, to, close }: ChangePrimaryDialogProps) {
  const replicas = family.members.filter(({ type, state }) => type === 'REPLICA' && state === 'Enabled')
  const [old = ''] = family.regions
  const [region, setRegion] = useState(to ?? replicas[0]?.region ?? '')
  const { run, busy, error } = useAction(inRegion(changePrimary, old), {
    quiet: true,
    done: () => ({ title: `${region} becomes the primary` }),
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    run(family.keyId, region)
  }
  return (
    <Dialog title="Change the primary Region" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <SelectField label="New primary" value={region} onChange={(event) => setRegion(event.target.value)}>
            {replicas.map(({ region: id }) => (
              <option key={id}>{id}</option>
            ))}
          </SelectField>
          <ol className="grid list-decimal gap-1.5 pl-5 text-ink-2 marker:text-ink-3">
            <li>
              Both keys show <span className="font-strong">Updating</span>. They encrypt and decrypt meanwhile.
            </li>
            <li>
              <span className="mono">{region}</span> becomes the primary: from then on the family is rotated and
              replicated there.
            </li>
            <li>
              <span className="mono">{old}</span> becomes a replica. It keeps its policy, aliases, tags and grants.
            </li>
          </ol>
          <p className="text-ink-3">No program has to change, and it can be changed back the same way.</p>
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            Change primary
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
