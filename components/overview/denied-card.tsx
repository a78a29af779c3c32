'use client'

import type { EventRowDto } from '#console/dto/events.ts'
import { aliasText, keyIdOf, principalParts, shortId } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Principal } from '../ui/principal.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { together } from './denied.ts'
import { deniedParams } from './params.ts'

const FEW = 6

/** Who was refused what in the last hour, each with the reason one step away. */
export function DeniedCard() {
  const { audit } = usePaths()
  const { data, error } = useConsoleQuery('events', deniedParams)
  const all = data?.events ?? []
  const rows = together(all).slice(0, FEW)
  const ids = [...new Set(rows.flatMap(({ event }) => (event.keyArn ? [keyIdOf(event.keyArn)] : [])))]
  const { data: keys = [] } = useConsoleQuery('lookup', { id: ids }, { enabled: ids.length > 0, keep: true })
  const names = new Map(
    keys.flatMap(({ keyId, aliases: [first] }) => (first ? [[keyId, aliasText(first)] as const] : [])),
  )
  const link = all.length > 0 && (
    <Link href={`${audit}?outcome=denied&range=1h`} className={textLink}>
      All {data?.older === undefined ? all.length : `${all.length}+`}
    </Link>
  )
  return (
    <Card title="Denied, last hour" actions={link || undefined}>
      {error && (
        <div className="p-4">
          <ErrorPanel error={error.error} />
        </div>
      )}
      {!error && !data && <Skeleton />}
      {data && rows.length === 0 && <p className="px-4 py-5 text-ink-3">Nothing was denied in the last hour.</p>}
      {rows.length > 0 && (
        <ul data-rows>
          {rows.map(({ event, times }) => (
            <Row key={event.eventId} event={event} times={times} names={names} />
          ))}
        </ul>
      )}
    </Card>
  )
}

interface RowProps {
  readonly event: EventRowDto
  readonly times: number
  /** Names of keys by their id. */
  readonly names: ReadonlyMap<string, string>
}

function Row({ event, times, names }: RowProps) {
  const { audit } = usePaths()
  const { clockParts } = useTimes()
  const keyId = event.keyArn && keyIdOf(event.keyArn)
  return (
    <li
      data-row
      className="grid min-h-(--row) grid-cols-[68px_minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-x-3 px-4 py-1 not-first:border-line-faint not-first:border-t max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:py-2"
    >
      <span className="mono text-ink-2 max-sm:hidden">{clockParts(event.time)[0]}</span>
      <span className="truncate">
        <Principal arn={event.principalArn} />
        {times > 1 && <span className="text-ink-3"> × {times}</span>}
      </span>
      <span className="truncate max-sm:order-3">
        <b className="font-strong">{event.eventName}</b>
        {keyId && (
          <>
            <span className="text-ink-3"> on </span>
            <bdi className={names.has(keyId) ? '' : 'mono'}>{names.get(keyId) ?? shortId(keyId)}</bdi>
          </>
        )}
      </span>
      <Link
        href={`${audit}?id=${event.eventId}&view=why&outcome=denied&range=1h`}
        className={`${textLink} max-sm:row-span-2`}
      >
        Why?
        <span className="sr-only">
          {' '}
          was {event.eventName} denied to {principalParts(event.principalArn)[1]}
        </span>
      </Link>
    </li>
  )
}
