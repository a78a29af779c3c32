'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { DialogBody, DialogFooter } from './dialog.tsx'
import { Icon } from './icon.tsx'

interface ToldOnceProps {
  /** That it is not told again, and to whom it gives what. */
  readonly note: string
  readonly values: readonly { readonly name: string; readonly value: string }[]
  /** Of the button: "I have copied it". */
  readonly done: string
  readonly close: () => void
  /** Beside the button. */
  readonly action?: ReactNode
  /** Below the values. */
  readonly children?: ReactNode
}

/** The end of a dialog that made a secret, which nothing tells again. */
export function ToldOnce({ note, values, done, close, action, children }: ToldOnceProps) {
  const words = useRef<HTMLParagraphElement>(null)
  // The form that had the focus is gone: what it made is read out next.
  useEffect(() => words.current?.focus(), [])
  return (
    <>
      <DialogBody>
        <p ref={words} tabIndex={-1} className="flex gap-2.5 rounded-m bg-warn-soft px-3 py-2 outline-none">
          <Icon name="warning" className="mt-0.5 size-4 text-warn" />
          <span>{note}</span>
        </p>
        <dl className="grid gap-3">
          {values.map(({ name, value }) => (
            <div key={name} className="grid gap-1">
              <dt className="font-medium text-md">{name}</dt>
              <dd className="flex min-h-9 items-center gap-2 rounded-m border border-line-strong bg-sunken px-3 py-1.5">
                <span className="mono min-w-0 flex-1 select-all wrap-anywhere">{value}</span>
                <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} className="size-7" />
              </dd>
            </div>
          ))}
        </dl>
      </DialogBody>
      {children}
      <DialogFooter>
        {action}
        <Button variant="primary" onClick={close}>
          {done}
        </Button>
      </DialogFooter>
    </>
  )
}
