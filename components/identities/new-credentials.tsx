'use client'

import type { ReactNode } from 'react'
import { useFrame } from '../hooks/frame.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { ToldOnce } from '../ui/told-once.tsx'
import { type Credentials, credentialSnippets } from './credential-snippets.ts'

interface NewCredentialsProps {
  readonly created: Credentials
  /** Of the profile that programs name it by. */
  readonly name: string
  /** Who acts with it: "the root user of the account". */
  readonly who: string
  readonly close: () => void
  /** Further access keys, below. */
  readonly more?: ReactNode
  /** Beside the button that closes it. */
  readonly action?: ReactNode
}

/** A new access key, whose secret nothing tells again, and how programs are given it. */
export function NewCredentials({ created, name, who, close, more, action }: NewCredentialsProps) {
  const { endpoint, scope } = useFrame()
  return (
    <ToldOnce
      note={`Copy the secret now. It is not shown again, here or anywhere else: whoever has it acts as ${who}.`}
      values={[
        { name: 'Access key id', value: created.accessKeyId },
        { name: 'Secret access key', value: created.secretAccessKey },
      ]}
      done="I have copied them"
      close={close}
      action={action}
    >
      <div className="mx-5 mt-2 overflow-hidden rounded-m border border-line [&>*]:border-t-0">
        <CodeTabs
          label="Give the credentials to"
          snippets={credentialSnippets(name, created, { endpoint, region: scope.region })}
        />
      </div>
      {more}
    </ToldOnce>
  )
}
