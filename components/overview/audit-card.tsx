'use client'

import type { ReactNode } from 'react'
import type { AuditHealthDto } from '#console/dto/overview.ts'
import { count, plural } from '../format.ts'
import { Term } from '../help/term.tsx'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Ago, At } from '../ui/time.tsx'
import { auditWords } from './audit-words.ts'

/** Whether what was done here can be proven later. */
export function AuditCard() {
  const { audit } = usePaths()
  const { data } = useConsoleQuery('audit-health')
  return (
    <Card
      title="Audit health"
      actions={
        <Link href={`${audit}?verify=log`} className={textLink}>
          Verify log
        </Link>
      }
    >
      {data ? <Facts health={data} /> : <div role="status" aria-label="Loading" className="h-36" />}
    </Card>
  )
}

function Facts({ health }: { readonly health: AuditHealthDto }) {
  const { audit } = usePaths()
  const words = auditWords(health)
  const { events, signed, trouble } = health
  return (
    <dl>
      <Fact
        name={
          <span className="inline-flex items-center gap-2 align-bottom font-strong text-ink">
            <Icon name={words.icon} className={`size-4 ${words.tone}`} />
            {words.title}
          </span>
        }
      >
        <Link href={audit} className="hover:underline">
          {plural(events, 'event')}
        </Link>
      </Fact>
      <Fact name={<Term name="checkpoint">Last checkpoint</Term>}>
        {signed ? <Signed at={signed.at} /> : 'None yet'}
      </Fact>
      {signed && (
        <>
          <Fact name="Not signed yet">{plural(Math.max(0, events - signed.size), 'event')}</Fact>
          <Fact
            name={
              <>
                <Term name="root-hash">Root hash</Term> of {count(signed.size)}
              </>
            }
          >
            <span className="mono">{`${signed.root.slice(0, 6)}…${signed.root.slice(-4)}`}</span>
            <CopyButton text={signed.root} label="Copy root hash" className="ml-1" />
          </Fact>
        </>
      )}
      <Fact name="Can be written">
        {trouble === undefined ? 'Yes' : <span className="text-deletion">{trouble}</span>}
      </Fact>
    </dl>
  )
}

/** Checkpoints go by the system clock, which the time of a sandbox says nothing about. */
function Signed({ at }: { readonly at: number }) {
  const { sandbox } = useFrame()
  return sandbox ? <At time={at} /> : <Ago time={at} />
}

function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-(--row) items-center justify-between gap-3 px-4 py-1 not-first:border-line-faint not-first:border-t">
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 text-right text-ink-2 tabular-nums">{children}</dd>
    </div>
  )
}
