'use client'

import { useFrame } from '../hooks/frame.tsx'
import { type ApiCall, cliSnippet } from '../snippets.ts'
import { CodeBlock } from './code-block.tsx'
import { CopyButton } from './copy-button.tsx'

/** A call as a command of the AWS CLI that works here: each option on a line of its own, so that none is broken. */
export function CliCommand({ call }: { readonly call: ApiCall }) {
  const { endpoint, scope } = useFrame()
  const text = cliSnippet(call, { endpoint, region: scope.region })
  return (
    <div className="flex max-w-full items-start rounded-m border border-line bg-sunken text-left text-ink">
      <CodeBlock label="AWS CLI command" className="min-w-0 py-2 pl-3">
        {text}
      </CodeBlock>
      <CopyButton text={text} label="Copy command" className="m-1.5" />
    </div>
  )
}
