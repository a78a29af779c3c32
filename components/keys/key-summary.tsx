'use client'

import type { ReactNode } from 'react'
import { usageText } from '../format.ts'
import { useFrame } from '../hooks/frame.tsx'
import { cliSnippet, javascriptSnippet, pythonSnippet, terraformSnippet } from '../snippets.ts'
import { Card } from '../ui/card.tsx'
import { CodeTabs } from '../ui/code-tabs.tsx'
import { noRotationReason } from './key-specs.ts'
import { createKeyCall, type Draft, newKey } from './new-key.ts'

/** The key that the form would make, live, and the same as code. */
export function KeySummary({ draft }: { readonly draft: Draft }) {
  const { scope, endpoint } = useFrame()
  const target = { endpoint, region: scope.region }
  const call = createKeyCall(draft)
  const noRotation = noRotationReason(draft)
  return (
    <aside aria-label="This key" className="sticky top-18 max-sm:static">
      <Card title="This key" actions={<span className="text-ink-3">live</span>}>
        <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-2 px-4 py-3.5 text-md">
          <Fact name="Usage">{usageText(draft.usage)}</Fact>
          <Fact name="Spec" mono>
            {draft.spec}
          </Fact>
          <Fact name="Origin" mono>
            {draft.origin}
          </Fact>
          <Fact name="Region" mono>
            {scope.region}
          </Fact>
          <Fact name="Regionality">{draft.multiRegion ? 'Multi-Region, this is the primary' : 'Single Region'}</Fact>
          <Fact name="Alias" mono={draft.alias !== ''}>
            {draft.alias || <None />}
          </Fact>
          <Fact name="Rotation">
            {noRotation ? (
              <None>{noRotation}</None>
            ) : draft.rotate ? (
              `every ${draft.period} days`
            ) : (
              <None>on demand only</None>
            )}
          </Fact>
          <Fact name="Key policy">{draft.policy === 'default' ? 'Default' : 'Your own'}</Fact>
        </dl>
        <CodeTabs
          label="Copy as"
          snippets={[
            { value: 'cli', label: 'CLI', text: cliSnippet(call, target) },
            { value: 'javascript', label: 'JavaScript', text: javascriptSnippet(call, target) },
            { value: 'python', label: 'Python', text: pythonSnippet(call, target) },
            { value: 'terraform', label: 'Terraform', text: terraformSnippet(newKey(draft)) },
          ]}
        />
      </Card>
    </aside>
  )
}

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  readonly children: ReactNode
}

function Fact({ name, mono = false, children }: FactProps) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className={`wrap-anywhere ${mono ? 'mono' : ''}`}>{children}</dd>
    </>
  )
}

function None({ children = 'none' }: { readonly children?: string }) {
  return <span className="text-ink-3">{children}</span>
}
