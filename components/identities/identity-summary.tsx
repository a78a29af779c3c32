'use client'

import type { ReactNode } from 'react'
import type { PrincipalDto } from '#console/dto/identities.ts'
import { aliasText, count, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'

/** What is known of a user or role at a glance. */
export function IdentitySummary({
  identity,
  children,
}: {
  readonly identity: PrincipalDto
  readonly children?: ReactNode
}) {
  const { audit } = usePaths()
  const { name, arn, uniqueId, createdAt, seen, tags } = identity
  return (
    <Card title="Summary">
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-4 gap-y-2 p-4 [&>dt]:text-ink-3">
        <Line name="ARN">
          <Mono text={arn} label="Copy ARN" />
        </Line>
        <Line name="Unique id">
          <Mono text={uniqueId} label="Copy unique id" />
        </Line>
        <Line name="Created">
          <Ago time={createdAt} />
        </Line>
        <Line name="Last call">
          {seen ? (
            <>
              <Ago time={seen.last} />,{' '}
              <Link href={`${audit}?text=${encodeURIComponent(name)}`} className={textLink}>
                {count(seen.calls)} in 90 days
              </Link>
            </>
          ) : (
            <span className="text-ink-3">not in 90 days</span>
          )}
        </Line>
        {children}
        <Line name="Tags">
          {tags.length === 0 && <span className="text-ink-3">none</span>}
          <span className="flex flex-wrap gap-1">
            {tags.map(({ key, value }) => (
              <Tag key={key}>
                <bdi>{key}</bdi> = <bdi>{value}</bdi>
              </Tag>
            ))}
          </span>
        </Line>
      </dl>
    </Card>
  )
}

export function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

export function Mono({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="mono wrap-anywhere">
      <bdi>{text}</bdi> <CopyButton text={text} label={label} />
    </span>
  )
}

const MOST_KEYS = 8

/** Where it is told what a principal may do with the keys of the Region, and why. */
export function KeyReach({ name, arn }: { readonly name: string; readonly arn: string }) {
  const { key, keys, lab } = usePaths()
  const { data } = useConsoleQuery('choices')
  return (
    <Card title="What it may do with keys">
      <ul className="py-1">
        {(data ?? []).slice(0, MOST_KEYS).map(({ keyId, aliases: [alias] }) => (
          <li key={keyId}>
            <Link
              href={`${key(keyId)}/access?q=${encodeURIComponent(name)}`}
              className="flex min-h-8 items-center px-4 hover:bg-hover focus-visible:-outline-offset-2"
            >
              {alias === undefined ? <span className="mono">{shortId(keyId)}</span> : <bdi>{aliasText(alias)}</bdi>}
              <span className="ml-auto text-ink-3">Access</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="border-line-faint border-t px-4 py-2.5 text-ink-2">
        {data && data.length > MOST_KEYS && (
          <>
            <Link href={keys} className={textLink}>
              {data.length - MOST_KEYS} more keys
            </Link>
            ,{' '}
          </>
        )}
        or try any request in the{' '}
        <Link href={`${lab}?principal=${encodeURIComponent(arn)}`} className={textLink}>
          policy lab
        </Link>
        .
      </p>
    </Card>
  )
}
