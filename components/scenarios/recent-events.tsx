'use client'

import type { EventRowDto } from '#console/dto/events.ts'
import type { ScenarioDto } from '#console/dto/scenarios.ts'
import { OutcomeIcon } from '../audit/outcome.tsx'
import { useTimes } from '../hooks/display.tsx'
import { pathsOf } from '../hooks/frame.tsx'
import { Card } from '../ui/card.tsx'
import { Link, textLink } from '../ui/link.tsx'

/** What was done in the scenario's sandbox last. */
export function RecentEvents({ scenario }: { readonly scenario: ScenarioDto }) {
  const { sandbox, accountId: account, region, recent } = scenario
  if (sandbox === undefined) return null
  const paths = pathsOf({ sandbox, account, region })
  return (
    <Card
      title="What just happened"
      actions={
        <Link href={paths.audit} className={textLink}>
          Audit log
        </Link>
      }
    >
      {recent.length === 0 ? (
        <p className="px-4 py-5 text-ink-3">Nothing yet.</p>
      ) : (
        <ul data-rows>
          {recent.map((event) => (
            <Row key={event.eventId} event={event} why={event.requestId && paths.why(event.requestId)} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ event, why }: { readonly event: EventRowDto; readonly why: string | undefined }) {
  const { clockParts, instant } = useTimes()
  const { eventName, outcome, errorCode, principalArn, time } = event
  return (
    <li className="flex items-start gap-2.5 px-4 py-2 not-first:border-line-faint not-first:border-t">
      <OutcomeIcon outcome={outcome} />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <span className="font-strong">{eventName}</span>
          <span className="sr-only">, {outcome === 'ok' ? 'OK' : outcome}</span>
          {errorCode !== undefined && <span className="text-ink-3 text-sm"> {errorCode}</span>}
        </p>
        <p className="truncate text-ink-3 text-sm">{nameOf(principalArn)}</p>
      </div>
      <time dateTime={new Date(time).toISOString()} title={instant(time)} className="mono text-ink-3 text-sm">
        {clockParts(time)[0]}
      </time>
      {why !== undefined && (
        <Link href={why} className={textLink} aria-label={`Why? ${eventName}`}>
          Why?
        </Link>
      )}
    </li>
  )
}

/** `user/lena`, `root`, or the service. */
function nameOf(arn: string): string {
  return arn.split(':').slice(5).join(':') || arn
}
