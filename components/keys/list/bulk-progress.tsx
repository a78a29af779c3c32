'use client'

import { count, plural, shortId } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { RequestLine } from '../../ui/request-line.tsx'
import { CHANGES, changed } from '../state-changes.ts'
import type { Job } from './use-bulk.ts'

interface BulkProgressProps {
  readonly job: Job
  readonly stop: () => void
}

/** How far it has come, and a way to end it. */
export function BulkProgress({ job: { change, progress }, stop }: BulkProgressProps) {
  const { total, done, failed } = progress
  const settled = done.length + failed.length
  return (
    <div className="flex items-center gap-3 py-0.5 pr-1 pl-2.5">
      <span role="status" className="whitespace-nowrap tabular-nums">
        {CHANGES[change].doing} {plural(total, 'key')}: {count(settled)} of {count(total)}
        {failed.length > 0 && <span className="text-deletion">, {count(failed.length)} failed</span>}
      </span>
      <progress className="bulk h-1.5 w-40 max-sm:w-16" aria-label="Progress" max={total} value={settled} />
      <Button size="small" variant="ghost" onClick={stop}>
        Cancel
      </Button>
    </div>
  )
}

interface FailuresDialogProps {
  readonly job: Job
  /** What people call a key. */
  readonly nameOf: (keyId: string) => string
  readonly close: () => void
}

/** Which keys were refused, and why. */
export function FailuresDialog({ job: { change, progress }, nameOf, close }: FailuresDialogProps) {
  const { done, failed } = progress
  return (
    <Dialog title={`${plural(failed.length, 'key')} failed`} open onOpenChange={(open) => !open && close()}>
      <DialogBody>
        <p className="text-ink-2">{done.length > 0 ? `${changed(change, done.length)}.` : 'No key was changed.'}</p>
        <ul className="grid max-h-80 overflow-y-auto rounded-m border border-line">
          {failed.map(({ keyId, error }) => (
            <li key={keyId} className="grid gap-px border-line-faint px-3 py-2 not-first:border-t">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <bdi className="font-strong wrap-anywhere">{nameOf(keyId)}</bdi>
                <span className="mono text-ink-3">{shortId(keyId)}</span>
              </span>
              <span className="text-md wrap-anywhere">
                <span className="font-medium">{error.code}</span> <span className="text-ink-2">{error.message}</span>
              </span>
              <RequestLine error={error} />
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Close</Button>
      </DialogFooter>
    </Dialog>
  )
}
