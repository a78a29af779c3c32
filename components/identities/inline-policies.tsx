'use client'

import { type FormEvent, useState } from 'react'
import type { InlinePolicyDto, Owner } from '#console/dto/identities.ts'
import { plural } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { useToast } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'
import { DocumentCard } from './document-card.tsx'
import { nameProblem, START_POLICY } from './new-identity.ts'

interface InlinePoliciesProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly of: Owner
  readonly policies: readonly InlinePolicyDto[]
}

/** Policies that belong to one identity alone, each to be edited in its place. */
export function InlinePolicies({ of, policies, changeIdentity }: InlinePoliciesProps) {
  const [adding, setAdding] = useState(false)
  const shown = useOnceThere(policies)
  return (
    <>
      <Card
        title="Inline policies"
        aside={policies.length === 0 ? 'none' : plural(policies.length, 'policy', 'policies')}
        actions={
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            Add inline policy
          </Button>
        }
        className={policies.length === 0 ? '[&>header]:border-b-0' : ''}
      >
        <div className="grid gap-3 not-empty:p-3">
          {shown.map((policy) => (
            <InlinePolicy key={policy.name} of={of} policy={policy} changeIdentity={changeIdentity} />
          ))}
        </div>
      </Card>
      {adding && (
        <AddPolicyDialog of={of} policies={policies} changeIdentity={changeIdentity} close={() => setAdding(false)} />
      )}
    </>
  )
}

/** With those that were there before, as empty ones: who deletes one takes nobody's draft of it away. */
function useOnceThere(policies: readonly InlinePolicyDto[]): readonly InlinePolicyDto[] {
  const [names, setNames] = useState<readonly string[]>([])
  const isThere = (name: string) => policies.some((policy) => policy.name === name)
  const added = policies.filter(({ name }) => !names.includes(name))
  if (added.length > 0) setNames([...names, ...added.map(({ name }) => name)])
  return [...policies, ...names.filter((name) => !isThere(name)).map((name) => ({ name, document: '' }))]
}

interface InlinePolicyProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly of: Owner
  readonly policy: InlinePolicyDto
}

function InlinePolicy({ of, policy: { name, document }, changeIdentity }: InlinePolicyProps) {
  const toast = useToast()
  const back = useAction(changeIdentity)
  const drop = useAction(changeIdentity, {
    onDone: () =>
      toast({
        title: `Policy ${name} deleted`,
        action: { label: 'Undo', run: () => back.run({ change: 'put-inline', of, policy: name, document }) },
      }),
  })
  return (
    <DocumentCard
      title={<bdi>{name}</bdi>}
      label={`Policy ${name}`}
      name={`${of.kind}/${of.name}/${name}`}
      document={document}
      changeOf={(next, base) => ({
        ...{ change: 'put-inline', of, policy: name, document: next },
        ...(base !== '' && { base }),
      })}
      saved={{ title: `Policy ${name} saved` }}
      changeIdentity={changeIdentity}
      actions={
        document !== '' && (
          <IconButton
            icon="bin"
            label={`Delete policy ${name}`}
            className="size-7"
            onClick={() => drop.run({ change: 'delete-inline', of, policy: name })}
          />
        )
      }
    />
  )
}

function AddPolicyDialog({
  of,
  policies,
  changeIdentity,
  close,
}: InlinePoliciesProps & { readonly close: () => void }) {
  const [name, setName] = useState('')
  const { run, busy, error } = useAction(changeIdentity, {
    quiet: true,
    done: () => ({ title: `Policy ${name} added`, detail: 'It allows the use of every key: narrow it now.' }),
    onDone: close,
  })
  const taken = policies.some((policy) => policy.name === name) ? 'There is one of that name already' : undefined
  const problem = nameProblem(name) ?? taken
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!problem) run({ change: 'put-inline', of, policy: name, document: START_POLICY })
  }
  return (
    <Dialog title="Add inline policy" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <TextField
            label="Name"
            hint="It begins with the use of every key, to be edited in its place."
            value={name}
            error={name === '' ? undefined : problem}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} reason={problem}>
            Add policy
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}
