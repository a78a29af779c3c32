'use client'

import { type FormEvent, useState } from 'react'
import type { FamilyDto, ReplicaFormDto } from '#console/dto/families.ts'
import { findRegion } from '#model/regions.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { aliasProblem, aliasWarning } from '../keys/name-rules.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Switch } from '../ui/switch.tsx'
import { inRegion, type RegionActions } from './region-actions.ts'

const POLICIES = [
  { value: 'copy', label: 'The primary’s' },
  { value: 'default', label: 'The default' },
  { value: 'own', label: 'Its own' },
] as const

type PolicyChoice = (typeof POLICIES)[number]['value']

const POLICY_HINTS: Readonly<Record<PolicyChoice, string>> = {
  copy: 'A copy of it. From then on each Region has its own.',
  default: 'The account, by its IAM policies, and nobody else.',
  own: 'A key policy for this Region, in JSON.',
}

interface ReplicateDialogProps extends Pick<RegionActions, 'replicateKey'> {
  readonly family: FamilyDto
  readonly close: () => void
}

/** What the same key in another Region begins with. */
export function ReplicateDialog({ family, replicateKey, close }: ReplicateDialogProps) {
  const form = useForm(family)
  const { run, busy, error } = useAction(inRegion(replicateKey, family.regions[0] ?? ''), {
    quiet: true,
    done: ({ problem }) =>
      problem
        ? { title: 'The replica has no alias', detail: problem.message, tone: 'error', error: problem }
        : { title: `Replica in ${form.region} is being made` },
    onDone: close,
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!form.reason) run(family.keyId, form.value)
  }
  return (
    <Dialog title="Replicate to a Region" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <p className="text-ink-2">
            The same key in another Region: what one encrypts, the other decrypts, without a call between them.
          </p>
          <Fields form={form} family={family} />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} reason={form.reason}>
            Replicate
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}

function useForm(family: FamilyDto) {
  const [first] = family.members.flatMap(({ aliases }) => aliases)
  const [region, setRegion] = useState('')
  const [alias, setAlias] = useState(first ?? '')
  const [policy, setPolicy] = useState<PolicyChoice>('copy')
  const [document, setDocument] = useState('')
  const [copies, setCopies] = useState(true)
  const reason =
    (region === '' ? 'Choose a Region first' : undefined) ??
    aliasProblem(alias) ??
    (policy === 'own' ? jsonProblem(document) : undefined)
  const value: ReplicaFormDto = {
    ...{ region, copies, policy: policy === 'own' ? { document } : policy },
    ...(alias === '' ? {} : { alias }),
  }
  return {
    ...{ region, setRegion, alias, setAlias, policy, setPolicy, document, setDocument, copies, setCopies },
    ...{ reason, value },
  }
}

function Fields({ form, family }: { readonly form: ReturnType<typeof useForm>; readonly family: FamilyDto }) {
  const choices = useFreeRegions(family)
  return (
    <>
      <SelectField label="Region" value={form.region} onChange={(event) => form.setRegion(event.target.value)}>
        <option value="">Choose a Region</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {id} · {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Alias there"
        placeholder="none"
        value={form.alias}
        onChange={(event) => form.setAlias(event.target.value)}
        error={aliasProblem(form.alias)}
        hint={aliasWarning(form.alias) ?? 'Aliases are of one Region: the same name may be used again.'}
      />
      <div className="grid justify-items-start gap-1.5">
        <span className="font-medium text-md">Key policy</span>
        <Segments label="Key policy" value={form.policy} options={POLICIES} onChange={form.setPolicy} />
        <p className="text-ink-3 text-sm">{POLICY_HINTS[form.policy]}</p>
      </div>
      {form.policy === 'own' && (
        <TextAreaField
          label="Policy document"
          rows={6}
          value={form.document}
          onChange={(event) => form.setDocument(event.target.value)}
          error={form.document === '' ? undefined : jsonProblem(form.document)}
        />
      )}
      <div>
        <Switch checked={form.copies} onChange={form.setCopies}>
          Copy its tags and description
        </Switch>
        <p className="text-ink-3 text-sm">
          {form.copies ? 'From then on each Region has its own.' : 'No tags, no description.'}
        </p>
      </div>
      {family.origin === 'EXTERNAL' && (
        <p className="text-ink-2">Its material is not copied: the same must be imported into the replica.</p>
      )}
    </>
  )
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return 'This is no JSON yet'
  }
}

/** Regions of the same partition that have no member yet. */
function useFreeRegions(family: FamilyDto) {
  const { scope, regions } = useFrame()
  const partition = findRegion(scope.region)?.partition
  return regions.filter(({ id }) => findRegion(id)?.partition === partition && !family.regions.includes(id))
}
