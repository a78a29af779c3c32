'use client'

import type { ReactNode } from 'react'
import type { KeyDto, KeyStoreDto } from '#console/dto/keys.ts'
import { keyTypeText, originText, regionalityText, usageText } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Skeleton } from '../ui/states.tsx'
import { Ago, At } from '../ui/time.tsx'
import { isAwsManaged } from './actions.ts'
import { Consequences } from './consequences.tsx'

/** What kind of key it is; none of this ever changes. */
export function ConfigurationTab({ keyId }: { readonly keyId: string }) {
  const { data } = useConsoleQuery('key', { id: keyId })
  if (!data) return <Skeleton />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 max-lg:grid-cols-1">
      <Configuration keyDto={data} />
      <Consequences keyDto={data} />
    </div>
  )
}

function Configuration({ keyDto: data }: { readonly keyDto: KeyDto }) {
  return (
    <Card
      title="Cryptographic configuration"
      aside="never changes"
      className="max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
    >
      <dl className="grid grid-cols-[200px_minmax(0,1fr)] max-sm:grid-cols-[120px_minmax(0,1fr)]">
        <Fact name="Key type">{keyTypeText(data.spec)}</Fact>
        <Fact name="Key usage">
          {usageText(data.usage)} <Name>{data.usage}</Name>
        </Fact>
        <Fact name="Key spec" mono>
          {data.spec}
        </Fact>
        <Fact name={ALGORITHMS[data.usage] ?? 'Algorithms'} mono>
          <ul>
            {data.algorithms.map((algorithm) => (
              <li key={algorithm}>{algorithm}</li>
            ))}
          </ul>
        </Fact>
        <Fact name="Origin">
          {originText(data.origin)} <Name>{data.origin}</Name>
        </Fact>
        {data.keyStore && <KeyStoreFacts {...data.keyStore} />}
        {data.origin === 'EXTERNAL' && (
          <Fact name="Expiration">
            <Expiration expiresAt={data.expiresAt} />
          </Fact>
        )}
        <Fact name="Regionality">
          {regionalityText(data.regionality)} {data.regions.length > 0 && <Name>{data.regions.join(', ')}</Name>}
        </Fact>
        <Fact name="Managed by">{isAwsManaged(data) ? 'AWS' : 'You'}</Fact>
        <Fact name="Key ID" mono copy={data.keyId}>
          {data.keyId}
        </Fact>
        <Fact name="Key ARN" mono copy={data.arn}>
          {data.arn}
        </Fact>
        {data.currentMaterialId && (
          <Fact name="Current material" mono copy={data.currentMaterialId}>
            {data.currentMaterialId}
          </Fact>
        )}
        <Fact name="Created">
          <At time={data.createdAt} /> <span className="ml-2 text-ink-3">{<Ago time={data.createdAt} />}</span>
        </Fact>
      </dl>
    </Card>
  )
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'Encryption algorithms',
  SIGN_VERIFY: 'Signing algorithms',
  GENERATE_VERIFY_MAC: 'MAC algorithms',
  KEY_AGREEMENT: 'Key agreement algorithms',
  ENCAPSULATE_DECAPSULATE: 'Encapsulation algorithms',
}

/** The same in the words of the API. */
function Name({ children }: { readonly children: ReactNode }) {
  return <span className="mono ml-1 max-sm:ml-0 text-ink-3">{children}</span>
}

/** Until when imported material can be used: the earliest of all that belongs to the key. */
function Expiration({ expiresAt }: { readonly expiresAt: number | null | undefined }) {
  if (expiresAt === undefined) return <span className="text-ink-3">No material is imported</span>
  if (expiresAt === null) return 'Its material does not expire'
  return (
    <>
      <At time={expiresAt} />{' '}
      <span className="ml-2 text-ink-3">
        <Ago time={expiresAt} />
      </span>
    </>
  )
}

/** Where a key in a custom key store has its material. */
function KeyStoreFacts({ id, clusterId, xksKeyId }: KeyStoreDto) {
  return (
    <>
      <Fact name="Custom key store" mono copy={id}>
        {id}
      </Fact>
      {clusterId !== undefined && (
        <Fact name="CloudHSM cluster">
          <span className="mono">{clusterId}</span>, simulated in software
        </Fact>
      )}
      {xksKeyId !== undefined && (
        <Fact name="External key" mono copy={xksKeyId}>
          {xksKeyId}
        </Fact>
      )}
    </>
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
      <dt className={`${line} pr-2 pl-4 text-ink-3`}>{name}</dt>
      <dd className={`${line} flex min-w-0 items-baseline pr-4 tabular-nums`}>
        <span className={`min-w-0 wrap-anywhere ${mono ? 'mono' : ''}`}>{children}</span>
        {copy && <CopyButton text={copy} label={`Copy ${name.toLowerCase()}`} className="ml-1 self-center" />}
      </dd>
    </>
  )
}
