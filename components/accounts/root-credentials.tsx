'use client'

import { useEffect, useRef } from 'react'
import type { CreatedAccountDto } from '#console/dto/accounts.ts'
import { useFrame } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { credentialSnippets } from './credential-snippets.ts'

interface RootCredentialsProps {
  readonly created: CreatedAccountDto
  readonly close: () => void
}

/** The access key of a new root user, and how programs are given it. */
export function RootCredentials({ created, close }: RootCredentialsProps) {
  const { endpoint, scope } = useFrame()
  const note = useRef<HTMLParagraphElement>(null)
  // The form that had the focus is gone: what it made is read out next.
  useEffect(() => note.current?.focus(), [])
  return (
    <>
      <DialogBody>
        <p ref={note} tabIndex={-1} className="flex gap-2.5 rounded-m bg-warn-soft px-3 py-2 outline-none">
          <Icon name="warning" className="mt-0.5 size-4 text-warn" />
          <span>
            Copy the secret now. It is not shown again, here or anywhere else: whoever has it acts as the root user of
            the account.
          </span>
        </p>
        <dl className="grid gap-3">
          <Credential name="Access key id" value={created.accessKeyId} />
          <Credential name="Secret access key" value={created.secretAccessKey} />
        </dl>
      </DialogBody>
      <div className="mx-5 mt-2 overflow-hidden rounded-m border border-line [&>*]:border-t-0">
        <CodeTabs
          label="Give the credentials to"
          snippets={credentialSnippets(created, { endpoint, region: scope.region })}
        />
      </div>
      <DialogFooter>
        <Button variant="primary" onClick={close}>
          I have copied them
        </Button>
      </DialogFooter>
    </>
  )
}

function Credential({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="grid gap-1">
      <dt className="font-medium text-md">{name}</dt>
      <dd className="flex min-h-9 items-center gap-2 rounded-m border border-line-strong bg-sunken px-3 py-1.5">
        <span className="mono min-w-0 flex-1 select-all wrap-anywhere">{value}</span>
        <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} className="size-7" />
      </dd>
    </div>
  )
}
