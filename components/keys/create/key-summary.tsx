'use client'

import type { ReactNode } from 'react'
import { plural, usageText } from '../../format.ts'
import { useFrame } from '../../hooks/frame.tsx'
import { terraformSnippet } from '../../snippets.ts'
import { Card } from '../../ui/card.tsx'
import { CodeTabs } from '../../ui/code-tabs.tsx'
import { noRotationReason } from '../key-specs.ts'
import { createCli, createJavascript, createPython } from './create-code.ts'
import { type Draft, isInStore, namesSomeone, newKey } from './draft.ts'
import { algorithmsText, callPrice, keyPrice } from './spec-facts.ts'

/** The key that the form would make, live, and the same as code. */
export function KeySummary({ draft }: { readonly draft: Draft }) {
  const { scope, endpoint } = useFrame()
  const target = { endpoint, region: scope.region }
  const form = newKey(draft, scope)
  return (
    <aside aria-label="This key" className="sticky top-18 max-lg:static">
      <Card title="This key" actions={<span className="text-ink-3">live</span>}>
        <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-2 px-4 py-3.5 text-md">
          <Fact name="Usage">{usageText(draft.usage)}</Fact>
          <Fact name="Spec" mono>
            {draft.spec}
          </Fact>
          <Fact name="Algorithms" mono>
            {algorithmsText(draft)}
          </Fact>
          <Fact name="Origin" mono>
            {draft.origin}
          </Fact>
          {isInStore(draft) && (
            <Fact name="Key store" mono>
              {draft.keyStoreId || <None>not chosen yet</None>}
            </Fact>
          )}
          <Fact name="Region" mono>
            {scope.region}
            {draft.multiRegion && <None>, primary</None>}
          </Fact>
          <Fact name="Rotation">
            <Rotation draft={draft} />
          </Fact>
          <Fact name="Alias" mono={draft.alias !== ''}>
            {draft.alias ? <bdi>{draft.alias}</bdi> : <None />}
          </Fact>
          <Fact name="Key policy">
            <Policy draft={draft} />
          </Fact>
          <Fact name="Cost on AWS">
            {keyPrice} a month <span className="block text-ink-3">+ {callPrice(draft.spec)} per 10,000 calls</span>
          </Fact>
        </dl>
        <CodeTabs
          label="Copy as"
          snippets={[
            { value: 'cli', label: 'CLI', text: createCli(form, target) },
            { value: 'javascript', label: 'JavaScript', text: createJavascript(form, target) },
            { value: 'python', label: 'Python', text: createPython(form, target) },
            { value: 'terraform', label: 'Terraform', text: terraformSnippet(form) },
          ]}
        />
      </Card>
    </aside>
  )
}

function Rotation({ draft }: { readonly draft: Draft }) {
  const never = noRotationReason(draft)
  if (never) return <None>{never}</None>
  return draft.rotate ? `every ${draft.period} days` : <None>on demand only</None>
}

function Policy({ draft }: { readonly draft: Draft }) {
  if (draft.ownPolicy !== undefined) return 'Written by hand'
  if (!namesSomeone(draft)) return <None>default: the account decides</None>
  const { administrators, users, accounts } = draft
  return `${plural(administrators.length, 'administrator')}, ${plural(users.length + accounts.length, 'user')}`
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
