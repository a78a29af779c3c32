'use client'

import type { AliasDto } from '#console/dto/keys.ts'
import { count } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { CopyCall } from '../keys/copy-call.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Link, textLink } from '../ui/link.tsx'
import type { AliasActions } from './actions.ts'

interface DeleteAliasDialogProps {
  /** The alias to delete; closed without one. */
  readonly alias: AliasDto | undefined
  readonly actions: AliasActions
  readonly close: () => void
}

export function DeleteAliasDialog({ alias, actions, close }: DeleteAliasDialogProps) {
  const restore = useAction(actions.createAlias, { done: (_, [name]) => ({ title: `${name} is back` }) })
  const { run, busy } = useAction(actions.deleteAlias, {
    done: (_, [name]) => {
      const keyId = alias?.keyId
      const title = `${name} deleted`
      return keyId ? { title, action: { label: 'Undo', run: () => restore.run(name, keyId) } } : { title }
    },
    onDone: close,
  })
  return (
    <Dialog title={`Delete ${alias?.name ?? ''}`} open={alias !== undefined} onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <p className="text-ink-2">
          Calls that use this name fail from then on. The key and everything encrypted under it stay as they are.
        </p>
        {alias && <Calls name={alias.name} />}
      </DialogBody>
      <DialogFooter>
        {alias && <CopyCall call={{ operation: 'DeleteAlias', input: { AliasName: alias.name } }} />}
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" icon="bin" busy={busy} onClick={() => alias && run(alias.name)}>
          Delete alias
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

/** How often the name was called by of late: what will fail. */
function Calls({ name }: { readonly name: string }) {
  const { audit } = usePaths()
  const { data, error } = useConsoleQuery('event-counts', { alias: name, range: '30d' })
  if (error) return <p className="text-ink-3">How often it is used is not known: the audit log may not be read.</p>
  if (!data) return <p className="text-ink-3">Counting its calls…</p>
  const calls = data.counts.reduce((sum, { ok, denied, error: failed }) => sum + ok + denied + failed, 0)
  if (calls === 0) return <p>No call used this name in the last 30 days.</p>
  return (
    <p>
      <Link href={`${audit}?${new URLSearchParams({ alias: name, range: '30d' })}`} className={textLink}>
        {count(calls)} {calls === 1 ? 'call' : 'calls'}
      </Link>{' '}
      used this name in the last 30 days.
    </p>
  )
}
