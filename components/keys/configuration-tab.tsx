'use client'

import type { ReactNode } from 'react'
import { instant, stateText, usageText } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Skeleton } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'

/** What kind of key it is; none of this ever changes. */
export function ConfigurationTab({ keyId }: { readonly keyId: string }) {
  const { data } = useConsoleQuery('key', { id: keyId })
  if (!data) return <Skeleton />
  return (
    <Card title="Cryptographic configuration">
      <dl className="grid grid-cols-[200px_minmax(0,1fr)] max-sm:grid-cols-[120px_minmax(0,1fr)]">
        <Fact name="Key type">Symmetric</Fact>
        <Fact name="Key usage">
          {usageText(data.usage)} <span className="mono ml-2 text-ink-3">{data.usage}</span>
        </Fact>
        <Fact name="Key spec" mono>
          {data.spec}
        </Fact>
        <Fact name="Encryption algorithms" mono>
          {data.encryptionAlgorithms.join(', ')}
        </Fact>
        <Fact name="Origin">
          Made here <span className="mono ml-2 text-ink-3">{data.origin}</span>
        </Fact>
        <Fact name="Regionality">{data.multiRegion ? 'Multi-Region' : 'Single Region'}</Fact>
        <Fact name="Managed by">{stateText(data.manager)}</Fact>
        <Fact name="Key ID" mono copy={data.keyId}>
          {data.keyId}
        </Fact>
        {data.currentMaterialId && (
          <Fact name="Current material" mono copy={data.currentMaterialId}>
            {data.currentMaterialId}
          </Fact>
        )}
        <Fact name="Created">
          {instant(data.createdAt)} <span className="ml-2 text-ink-3">{<Ago time={data.createdAt} />}</span>
        </Fact>
      </dl>
    </Card>
  )
}

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  readonly copy?: string
  readonly children: ReactNode
}

function Fact({ name, mono = false, copy, children }: FactProps) {
  const line = 'min-h-9 border-line-faint py-2 not-first-of-type:border-t'
  return (
    <>
      <dt className={`${line} pl-4 text-ink-3`}>{name}</dt>
      <dd className={`${line} flex min-w-0 items-baseline pr-4 tabular-nums`}>
        <span className={`min-w-0 wrap-anywhere ${mono ? 'mono' : ''}`}>{children}</span>
        {copy && <CopyButton text={copy} label={`Copy ${name.toLowerCase()}`} className="ml-1 self-center" />}
      </dd>
    </>
  )
}
