'use client'

import type { SandboxDto, SnapshotDto } from '#console/dto/sandboxes.ts'
import { plural } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { At } from '../ui/time.tsx'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

interface BackDialogProps {
  readonly sandbox: SandboxDto
  /** What it goes back to; to how it was made, where there is none. */
  readonly snapshot?: SnapshotDto
  readonly close: () => void
}

/** Asks before a sandbox is put back: what happened since is gone. */
export function BackDialog({ sandbox: { id, name, keys }, snapshot, close }: BackDialogProps) {
  const { resetSandbox, restoreSnapshot } = useSandboxActions()
  const options = { quiet: true, done: () => ({ title: snapshot ? 'Restored' : 'Reset' }), onDone: close }
  const reset = useSandboxAction(resetSandbox, options)
  const restore = useSandboxAction(restoreSnapshot, options)
  const error = reset.error ?? restore.error
  return (
    <Dialog
      title={snapshot ? `Restore ${snapshot.name}` : `Reset ${name}`}
      open
      onOpenChange={(open) => !open && close()}
    >
      <DialogBody>
        <p className="text-ink-2">
          {snapshot ? (
            <>
              It goes back to how it was when the snapshot was made, on <At time={snapshot.createdAt} />:
            </>
          ) : (
            'It goes back to how it was when it was created:'
          )}{' '}
          keys, identities, log, clock, faults and quotas. What happened since is gone, and nothing brings it back.
        </p>
        <p className="text-ink-2">
          Now it holds {plural(keys, 'key')}. Its first access key stays valid, and so do its snapshots.
        </p>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button
          variant="danger"
          icon="undo"
          busy={reset.busy || restore.busy}
          onClick={() => (snapshot ? restore.run(id, snapshot.name) : reset.run(id))}
        >
          {snapshot ? 'Restore' : 'Reset'}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
