'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { IdentityChangeDto, IdentityKind } from '#console/dto/identities.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { IdentityActions } from './actions.ts'
import { KINDS } from './kinds.ts'
import { nameProblem, START_POLICY, trustOf } from './new-identity.ts'

interface CreateIdentityDialogProps {
  readonly kind: IdentityKind
  readonly actions: IdentityActions
  readonly close: () => void
}

/** Asks for the little that an identity begins with; the rest is on its page, which opens then. */
export function CreateIdentityDialog({ kind, actions, close }: CreateIdentityDialogProps) {
  return (
    <Dialog title={`Create ${KINDS[kind].one}`} open onOpenChange={(open) => !open && close()}>
      <Form kind={kind} actions={actions} close={close} />
    </Dialog>
  )
}

function Form({ kind, actions, close }: CreateIdentityDialogProps) {
  const { scope } = useFrame()
  const { identity } = usePaths()
  const router = useRouter()
  const [name, setName] = useState('')
  const [trusted, setTrusted] = useState(`arn:aws:iam::${scope.account}:root`)
  const [description, setDescription] = useState('')
  const [document, setDocument] = useState(START_POLICY)
  const { run, busy, error } = useAction(actions.changeIdentity, {
    quiet: true,
    done: () => ({ title: `${KINDS[kind].one[0]?.toUpperCase()}${KINDS[kind].one.slice(1)} created` }),
    onDone: () => {
      close()
      router.push(identity(kind, kind === 'policies' ? `arn:aws:iam::${scope.account}:policy/${name}` : name))
    },
  })
  const problem = nameProblem(name)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (problem === undefined) run(changeOf(kind, { name, trusted, description, document }))
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextField
          label="Name"
          value={name}
          error={name === '' ? undefined : problem}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        {kind === 'roles' && (
          <TextField
            label="Who may assume it"
            hint="An ARN. The account itself leaves it to the policies of its users."
            value={trusted}
            onChange={(event) => setTrusted(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {(kind === 'roles' || kind === 'policies') && (
          <TextField
            label="Description"
            placeholder="none"
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            autoComplete="off"
          />
        )}
        {kind === 'policies' && (
          <TextAreaField
            label="Policy document"
            rows={12}
            value={document}
            onChange={(event) => setDocument(event.target.value)}
            spellCheck={false}
          />
        )}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} reason={problem}>
          Create {KINDS[kind].one}
        </Button>
      </DialogFooter>
    </form>
  )
}

interface Draft {
  readonly name: string
  readonly trusted: string
  readonly description: string
  readonly document: string
}

function changeOf(kind: IdentityKind, { name, trusted, description, document }: Draft): IdentityChangeDto {
  switch (kind) {
    case 'users':
      return { change: 'create-user', name }
    case 'groups':
      return { change: 'create-group', name }
    case 'roles':
      return { change: 'create-role', name, trust: trustOf(trusted.trim()), description }
    case 'policies':
      return { change: 'create-policy', name, document, description }
  }
}
