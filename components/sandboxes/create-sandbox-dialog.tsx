'use client'

import { usePathname } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { QuotaProfileDto } from '#console/dto/quotas.ts'
import type { CreatedSandboxDto, NewSandboxDto } from '#console/dto/sandboxes.ts'
import { NewCredentials } from '../identities/new-credentials.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Segments } from '../ui/segments.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Switch } from '../ui/switch.tsx'
import { FixtureField } from './fixture-field.tsx'
import { FixtureKeys } from './fixture-keys.tsx'
import { inSandbox } from './in-sandbox.ts'
import { QUOTA_PROFILES, quotaNote } from './quota-words.ts'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

const LONGEST_NAME = 50

interface CreateSandboxDialogProps {
  readonly open: boolean
  readonly close: () => void
}

/** Asks for a sandbox, then tells the access keys of its root user and of its fixture, which nothing tells again. */
export function CreateSandboxDialog({ open, close }: CreateSandboxDialogProps) {
  const [created, setCreated] = useState<CreatedSandboxDto>()
  const path = usePathname()
  function leave() {
    setCreated(undefined)
    close()
  }
  return (
    <Dialog
      title={created ? `Sandbox ${created.id} created` : 'Create sandbox'}
      open={open}
      onOpenChange={(next) => !next && leave()}
      holds={created !== undefined}
    >
      {created ? (
        <NewCredentials
          created={created}
          name={created.id}
          who="the root user of its account, in this sandbox only"
          close={leave}
          more={<FixtureKeys keys={created.fixture?.accessKeys ?? []} />}
          action={
            <Link
              href={inSandbox(path.replace('/sandboxes', '/overview'), {
                sandbox: created.id,
                account: created.accountId,
              })}
              className={buttonClass()}
            >
              Open the sandbox
            </Link>
          }
        />
      ) : (
        <Form onCreated={setCreated} close={leave} />
      )}
    </Dialog>
  )
}

interface FormProps {
  readonly onCreated: (created: CreatedSandboxDto) => void
  readonly close: () => void
}

function Form({ onCreated, close }: FormProps) {
  const [name, setName] = useState('')
  const [quotas, setQuotas] = useState<QuotaProfileDto>('off')
  const [start, setStart] = useState('')
  const [frozen, setFrozen] = useState(false)
  const [seed, setSeed] = useState('')
  const [fixture, setFixture] = useState('')
  const { createSandbox } = useSandboxActions()
  const { run, busy, error } = useSandboxAction(createSandbox, { quiet: true, onDone: onCreated })
  function submit(event: FormEvent) {
    event.preventDefault()
    const clock = { ...(start ? { set: `${start}Z` } : {}), ...(frozen ? { freeze: true } : {}) }
    // What is left as it is, the fixture may say.
    const form: NewSandboxDto = {
      ...(name ? { name } : {}),
      ...(Object.keys(clock).length > 0 ? { clock } : {}),
      ...(quotas === 'off' ? {} : { quotas }),
      ...(seed ? { seed } : {}),
      ...(fixture.trim() ? { fixture } : {}),
    }
    run(form)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <TextField
          label="Name"
          hint="Its id is made from it. Left out, both are drawn by chance."
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => setName(event.target.value)}
          placeholder="team-demo"
          autoComplete="off"
        />
        <TextField
          label="Clock starts at (UTC)"
          hint="Left out, it starts with the system clock."
          type="datetime-local"
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
        <Switch checked={frozen} onChange={setFrozen}>
          Freeze the clock from the start
        </Switch>
        <div className="grid justify-items-start gap-1.5">
          <span className="font-medium text-md">Request quotas</span>
          <Segments label="Request quotas" value={quotas} options={QUOTA_PROFILES} onChange={setQuotas} />
          <p className="text-ink-3 text-sm">{quotaNote(quotas)}</p>
        </div>
        <TextField
          label="Seed"
          hint="The same seed gives the same ids and key material on every machine. Left out, they are drawn by chance."
          value={seed}
          onChange={(event) => setSeed(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <FixtureField value={fixture} onChange={setFixture} />
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Create sandbox
        </Button>
      </DialogFooter>
    </form>
  )
}
