'use client'

import { useState } from 'react'
import type { AccessKeyDto, CreatedAccessKeyDto } from '#console/dto/identities.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'
import { useToast } from '../ui/toast.tsx'
import type { IdentityActions } from './actions.ts'
import { NewCredentials } from './new-credentials.tsx'

interface AccessKeysProps {
  readonly user: string
  readonly accessKeys: readonly AccessKeyDto[]
  readonly actions: IdentityActions
}

const MOST_KEYS = 2

/** The access keys of a user: made with a secret that is shown once, put out of use, and deleted. */
export function AccessKeys({ user, accessKeys, actions }: AccessKeysProps) {
  const [created, setCreated] = useState<CreatedAccessKeyDto>()
  const [deleting, setDeleting] = useState<AccessKeyDto>()
  const create = useAction(actions.createAccessKey, { onDone: setCreated })
  return (
    <Card
      title="Access keys"
      aside={accessKeys.length === 0 ? 'none: it cannot sign a call' : `${accessKeys.length} of ${MOST_KEYS}`}
      actions={
        <Button
          size="small"
          icon="plus"
          busy={create.busy}
          reason={accessKeys.length >= MOST_KEYS ? 'A user has two at most: delete one first' : undefined}
          onClick={() => create.run(user)}
        >
          Create access key
        </Button>
      }
      className={accessKeys.length === 0 ? '[&>header]:border-b-0' : ''}
    >
      <ul>
        {accessKeys.map((key) => (
          <Row key={key.accessKeyId} user={user} accessKey={key} actions={actions} remove={() => setDeleting(key)} />
        ))}
      </ul>
      <Dialog
        title="Access key created"
        open={created !== undefined}
        onOpenChange={(open) => !open && setCreated(undefined)}
        holds
      >
        {created && (
          <NewCredentials created={created} name={user} who={`user/${user}`} close={() => setCreated(undefined)} />
        )}
      </Dialog>
      <Dialog
        title="Delete this access key"
        open={deleting !== undefined}
        onOpenChange={(open) => !open && setDeleting(undefined)}
      >
        {deleting && (
          <DeleteKey user={user} accessKey={deleting} actions={actions} close={() => setDeleting(undefined)} />
        )}
      </Dialog>
    </Card>
  )
}

interface RowProps extends Omit<AccessKeysProps, 'accessKeys'> {
  readonly accessKey: AccessKeyDto
  readonly remove: () => void
}

function Row({ user, accessKey, actions, remove }: RowProps) {
  const { accessKeyId, active, createdAt, lastUsed } = accessKey
  const toast = useToast()
  const on = useAction(actions.changeIdentity, { done: () => ({ title: 'Access key in use again' }) })
  const off = useAction(actions.changeIdentity, {
    onDone: () =>
      toast({
        title: 'Access key deactivated',
        action: { label: 'Undo', run: () => on.run({ change: 'activate-key', user, accessKeyId }) },
      }),
  })
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line-faint px-4 py-1.5 not-first:border-t">
      <span className="flex items-center gap-1">
        <span className={`mono ${active ? '' : 'text-ink-3 line-through'}`}>{accessKeyId}</span>
        <CopyButton text={accessKeyId} label={`Copy access key id ${accessKeyId}`} />
      </span>
      {!active && <Tag>Inactive</Tag>}
      <span className="text-ink-3">
        created <Ago time={createdAt} />,{' '}
        {lastUsed ? (
          <>
            used <Ago time={lastUsed.time} /> with {lastUsed.service} in {lastUsed.region}
          </>
        ) : (
          'never used'
        )}
      </span>
      <span className="-mr-2.5 ml-auto flex">
        {active ? (
          <Button
            size="small"
            variant="ghost"
            busy={off.busy}
            aria-label={`Deactivate ${accessKeyId}`}
            onClick={() => off.run({ change: 'deactivate-key', user, accessKeyId })}
          >
            Deactivate
          </Button>
        ) : (
          <Button
            size="small"
            variant="ghost"
            busy={on.busy}
            aria-label={`Activate ${accessKeyId}`}
            onClick={() => on.run({ change: 'activate-key', user, accessKeyId })}
          >
            Activate
          </Button>
        )}
        <Button size="small" variant="danger-ghost" aria-label={`Delete ${accessKeyId}`} onClick={remove}>
          Delete
        </Button>
      </span>
    </li>
  )
}

interface DeleteKeyProps extends Omit<AccessKeysProps, 'accessKeys'> {
  readonly accessKey: AccessKeyDto
  readonly close: () => void
}

function DeleteKey({ user, accessKey: { accessKeyId, lastUsed }, actions, close }: DeleteKeyProps) {
  const { run, busy, error } = useAction(actions.changeIdentity, {
    quiet: true,
    done: () => ({ title: 'Access key deleted' }),
    onDone: close,
  })
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          Programs that sign with <span className="mono text-ink wrap-anywhere">{accessKeyId}</span> are refused at
          once. It cannot be undone. {lastUsed ? <LastUse time={lastUsed.time} /> : 'It was never used.'}
        </p>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" busy={busy} onClick={() => run({ change: 'delete-key', user, accessKeyId })}>
          Delete access key
        </Button>
      </DialogFooter>
    </>
  )
}

function LastUse({ time }: { readonly time: number }) {
  return (
    <>
      It was last used <Ago time={time} />.
    </>
  )
}
