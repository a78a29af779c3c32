'use client'

import { Tabs } from 'radix-ui'
import { CodeBlock } from './code-block.tsx'
import { CopyButton } from './copy-button.tsx'

interface CodeTabsProps {
  readonly label: string
  readonly snippets: readonly { readonly value: string; readonly label: string; readonly text: string }[]
}

/** The same thing in several languages, ready to copy. */
export function CodeTabs({ label, snippets }: CodeTabsProps) {
  return (
    <Tabs.Root defaultValue={snippets[0]?.value ?? ''} className="border-line bg-sunken not-[header+&]:border-t">
      <Tabs.List aria-label={label} className="flex gap-1 border-line border-b px-2">
        {snippets.map((snippet) => (
          <Tabs.Trigger
            key={snippet.value}
            value={snippet.value}
            className="relative h-9 px-2 text-ink-2 text-md focus-visible:-outline-offset-2 data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent"
          >
            {snippet.label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {snippets.map((snippet) => (
        <Tabs.Content
          key={snippet.value}
          value={snippet.value}
          // What scrolls in it is what the keyboard stops at.
          tabIndex={-1}
          className="items-start outline-none data-[state=active]:flex"
        >
          <CodeBlock label={snippet.label} className="max-h-80 min-w-0 flex-1 pt-3 pb-4 pl-4 [&>pre]:text-[11.5px]">
            {snippet.text}
          </CodeBlock>
          <CopyButton text={snippet.text} label={`Copy ${snippet.label}`} className="m-2" />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
