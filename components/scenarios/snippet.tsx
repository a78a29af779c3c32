'use client'

import type { ScenarioStepDto } from '#console/dto/scenarios.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'

/** What a reader copies to do a step by hand; of a command, also where the access key is made that it needs. */
export function Snippet({ snippet }: { readonly snippet: ScenarioStepDto['snippets'][number] }) {
  const { label, text, by } = snippet
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <div className="min-w-0 overflow-hidden rounded-m border border-line bg-sunken">
        <p className="flex items-center justify-between border-line border-b pl-3 text-ink-3 text-sm">
          {label}
          <CopyButton text={text} label={`Copy ${label}`} className="m-0.5" />
        </p>
        <CodeBlock label={label} className="max-h-28 px-3 py-2 [&>pre]:text-[11.5px]">
          {text}
        </CodeBlock>
      </div>
      {by && (
        <p className="text-ink-3 text-sm">
          It needs an access key of {by.user} in its environment: create one{' '}
          <Link href={by.href} className={textLink}>
            on the page of {by.user}
          </Link>
          , and run the lines that it gives there under Environment.
        </p>
      )}
    </div>
  )
}
