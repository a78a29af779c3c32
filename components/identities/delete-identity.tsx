'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { IdentityChangeDto, IdentityKind } from '#console/dto/identities.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { IdentityActions } from './actions.ts'
import { KINDS } from './kinds.ts'

interface DeleteIdentityProps extends Pick<IdentityActions, 'changeIdentity'> {
  readonly kind: IdentityKind
  readonly name: string
  /** What goes with it, or stops working. */
  readonly losses: readonly string[]
  readonly change: IdentityChangeDto
  /** Why it cannot go now. */
  readonly reason?: string | undefined
}

/** Deletes what the page is about, then goes back to its list. */
export function DeleteIdentity({ kind, name, losses, change, reason, changeIdentity }: DeleteIdentityProps) {
  const [asking, setAsking] = useState(false)
  const router = useRouter()
  const { identity } = usePaths()
  const { one } = KINDS[kind]
  const { run, busy, error } = useAction(changeIdentity, {
    quiet: true,
    done: () => ({ title: `Deleted ${one} ${name}` }),
    onDone: () => router.push(identity(kind)),
  })
  return (
    <>
      <Button variant="danger" reason={reason} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <Dialog title={`Delete this ${one}`} open={asking} onOpenChange={setAsking}>
        <DialogBody>
          <p className="text-ink-2">
            <bdi className="font-strong text-ink wrap-anywhere">{name}</bdi> goes at once, with all that is its own. It
            cannot be undone: another {one} of the same name is not the same one.
          </p>
          <ul className="grid list-disc gap-1 pl-5 text-ink-2">
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => setAsking(false)}>Keep</Button>
          <Button variant="danger" busy={busy} onClick={() => run(change)}>
            Delete {one}
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  )
}
