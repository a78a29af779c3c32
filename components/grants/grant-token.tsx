'use client'

import { useEffect, useRef } from 'react'
import type { CreatedGrantDto } from '#console/dto/grants.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Link } from '../ui/link.tsx'

/** The token of a new grant, which no list tells again. */
export function GrantToken({ created, close }: { readonly created: CreatedGrantDto; readonly close: () => void }) {
  const { grants } = usePaths()
  const note = useRef<HTMLParagraphElement>(null)
  // The form that had the focus is gone: what it made is read out next.
  useEffect(() => note.current?.focus(), [])
  return (
    <>
      <DialogBody>
        <p ref={note} tabIndex={-1} className="text-ink-2 outline-none">
          The grant is in force. With its token a call can use it at once, wherever it lands; here that is so without
          the token too, on AWS it may take some minutes. The token is not shown again.
        </p>
        <div className="grid gap-1">
          <span className="font-medium text-md">Grant token</span>
          <span className="flex max-h-32 items-start gap-2 overflow-y-auto rounded-m border border-line-strong bg-sunken px-3 py-2">
            <span data-testid="grant-token" className="mono min-w-0 flex-1 select-all wrap-anywhere">
              {created.token}
            </span>
            <CopyButton text={created.token} label="Copy grant token" className="size-7" />
          </span>
        </div>
      </DialogBody>
      <DialogFooter>
        <Link href={`${grants}?grant=${created.grantId}`} onClick={close} className={buttonClass()}>
          Open grant
        </Link>
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </DialogFooter>
    </>
  )
}
