'use client'

import { Popover } from 'radix-ui'
import { lazy, type RefObject, useEffect, useState } from 'react'
import type { Setting } from '#policy/lab/access-levels.ts'
import { IconButton } from '../ui/button.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import type { Row } from './access-model.ts'
import { CellReason } from './cell-reason.tsx'
import { cellElement } from './matrix.tsx'

const TraceDialog = lazy(async () => ({ default: (await import('./trace-dialog.tsx')).TraceDialog }))

interface CellPopoverProps {
  /** The cell that is asked about; undefined while none is. */
  readonly row: Row | undefined
  readonly action: string | undefined
  readonly setting: Setting
  /** The key's id, where it is a key that is there. */
  readonly keyId?: string | undefined
  readonly anchor: RefObject<HTMLElement | null>
  readonly close: () => void
}

/** Beside a cell of a matrix: what it says, and why. */
export function CellPopover({ row, action, setting, keyId, anchor, close }: CellPopoverProps) {
  const [tracing, setTracing] = useState(false)
  const [isReady, setReady] = useState(false)
  // An address opens a cell that nobody has pressed: it is found once the matrix is there.
  useEffect(() => {
    if (row && action !== undefined) anchor.current ??= cellElement(row.person.id, action)
    setReady(true)
  }, [row, action, anchor])
  const cell = action === undefined ? undefined : row?.cells.get(action)
  if (!row || action === undefined || !isReady) return null
  return (
    <>
      <Popover.Root open={!tracing} onOpenChange={(open) => !open && !tracing && close()}>
        <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
        <Popover.Portal>
          <Popover.Content
            aria-label="Reason"
            align="start"
            sideOffset={6}
            collisionPadding={8}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              if (!tracing) anchor.current?.focus()
            }}
            className="z-40 max-h-(--radix-popover-content-available-height) w-[352px] max-w-[calc(100vw-16px)] overflow-auto rounded-l bg-raised p-4 shadow-float outline-none"
          >
            <IconButton icon="cross" label="Close" className="float-right -mt-1.5 -mr-2 size-7" onClick={close} />
            <CellReason
              person={row.person}
              action={action}
              cell={cell}
              setting={setting}
              keyId={keyId}
              trace={() => setTracing(true)}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <WhenOpen open={tracing}>
        <TraceDialog person={row.person} action={action} setting={setting} close={() => setTracing(false)} />
      </WhenOpen>
    </>
  )
}
