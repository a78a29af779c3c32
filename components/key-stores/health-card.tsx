'use client'

import type { CustomKeyStoreDto, KeyStoreHealthDto } from '#console/dto/key-stores.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { Tag } from '../ui/tag.tsx'
import { failureWords } from './connection-words.ts'

/** How long AWS KMS waits for a proxy, in milliseconds. */
const DEADLINE = 250

/** What the proxy says of itself, asked when the page is opened and whenever somebody wants to know. */
export function HealthCard({ store }: { readonly store: CustomKeyStoreDto }) {
  const { data, error, isFetching, refetch } = useConsoleQuery('key-store-health', { id: store.id })
  return (
    <Card
      title="Health of the proxy"
      actions={
        <Button size="small" icon="rotate" busy={isFetching} onClick={() => void refetch()}>
          Check now
        </Button>
      }
    >
      <div className="grid min-h-36 content-start gap-3 px-4 py-3" aria-live="polite">
        {error ? <ErrorPanel error={error.error} /> : data ? <Health health={data} /> : <Asking />}
      </div>
    </Card>
  )
}

const Asking = () => <p className="text-ink-3">The proxy is asked…</p>

function Health({ health }: { readonly health: KeyStoreHealthDto }) {
  if ('errorCode' in health) return <NoAnswer health={health} />
  const { millis, proxy, manager, instances } = health
  const part = Math.min(1, millis / DEADLINE)
  return (
    <>
      <p className="flex items-center gap-1.5">
        <Icon name="checkRing" className="size-4 text-enabled" />
        <span className="font-strong">Answered in {millis} ms</span>
        <span className="text-ink-3">of {DEADLINE} ms that a call has</span>
      </p>
      <div className="h-1 rounded-full bg-active">
        <div
          className={`h-1 rounded-full ${part > 0.8 ? 'bg-unavail' : 'bg-accent-mid'}`}
          style={{ width: `${Math.max(2, part * 100)}%` }}
        />
      </div>
      <p className="text-ink-2">
        <bdi>
          {proxy.vendor} {proxy.model}
        </bdi>
        , fleet of {proxy.fleetSize}, in front of <bdi>{manager}</bdi>
      </p>
      <ul className="grid gap-1">
        {instances.map(({ id, model, status }) => (
          <li key={id} className="flex flex-wrap items-center gap-2">
            <Tag tone={status === 'ACTIVE' ? 'gain' : status === 'DEGRADED' ? 'warn' : 'loss'}>
              {status.toLowerCase()}
            </Tag>
            <bdi className="mono">{id}</bdi>
            <bdi className="text-ink-3">{model}</bdi>
          </li>
        ))}
      </ul>
    </>
  )
}

type Unwell = Extract<KeyStoreHealthDto, { readonly errorCode: string }>

function NoAnswer({ health }: { readonly health: Unwell }) {
  const { what, next } = failureWords(health.errorCode)
  return (
    <div role="alert" className="flex gap-2">
      <Icon name="warning" className="mt-0.5 size-4 text-deletion" />
      <div>
        <p className="font-strong">{what}</p>
        <p className="text-ink-2">{next}</p>
        <p className="mt-1 text-ink-3 text-sm">
          <span className="mono">{health.errorCode}</span>, after {health.millis} ms. {health.message}
        </p>
      </div>
    </div>
  )
}
