'use client'

import type { EventDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { save } from '../export/save.ts'
import { keyIdOf } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Button } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Json } from '../ui/json.tsx'
import { Link } from '../ui/link.tsx'
import { FROM_THE_START, opening } from './list-params.ts'

/** The CloudTrail record, and ways from it to events like it. */
export function RecordTab({ event }: { readonly event: EventDto }) {
  const copy = useCopy()
  return (
    <>
      <More event={event} />
      <pre className="code whitespace-pre-wrap wrap-anywhere">
        <Json text={event.record} />
      </pre>
      <p className="mt-4 flex gap-2">
        <Button size="small" icon="copy" onClick={() => copy(event.record)}>
          Copy record
        </Button>
        <Button
          size="small"
          icon="download"
          onClick={() => save(`event-${event.eventId}.json`, [event.record, '\n'], 'application/json')}
        >
          Download
        </Button>
      </p>
    </>
  )
}

/** Only what has the same value: each adds a filter to the list. */
function More({ event }: { readonly event: EventDto }) {
  const { audit } = usePaths()
  const { hrefWith } = useUrlState()
  const only = (change: QueryParams) => hrefWith({ ...change, ...opening(undefined), ...FROM_THE_START })
  const links: readonly (readonly [string, string])[] = [
    ['this event', only({ event: event.eventName })],
    ['this principal', only({ principal: event.principalArn })],
    ...(event.keyArn ? [['this key', `${audit}?resource=${keyIdOf(event.keyArn)}`] as const] : []),
    ['this address', only({ ip: event.sourceIp })],
    ...(event.errorCode ? [['this error', only({ error: event.errorCode })] as const] : []),
    ...(event.requestId ? [['this request', only({ requestId: event.requestId })] as const] : []),
  ]
  return (
    <nav aria-label="Events like this" className="mb-3 flex flex-wrap items-center gap-1.5 text-md">
      <span className="text-ink-3">Only</span>
      {links.map(([label, href]) => (
        <Link
          key={label}
          href={href}
          scroll={false}
          className="rounded-s border border-line px-1.5 text-ink-2 hover:bg-hover hover:text-ink max-sm:px-2 max-sm:leading-7"
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
