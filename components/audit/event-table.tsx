'use client'

import type { EventRowDto } from '#console/dto/events.ts'
import { aliasText, clockParts, day, instant, keyIdOf, principalParts, shortId } from '../format.ts'
import { useNow } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { openEvent, opening } from './list-params.ts'
import { Outcome } from './outcome.tsx'

interface EventTableProps {
  readonly events: readonly EventRowDto[]
  /** Names of keys by key id. */
  readonly aliases: ReadonlyMap<string, string>
  /** On the page of one key it goes without saying. */
  readonly hideKey?: boolean
}

/** Events, newest first; the open one stands in the address as `id`. */
export function EventTable({ events, aliases, hideKey = false }: EventTableProps) {
  const { params, hrefWith } = useUrlState()
  const open = params.get('id')
  const wide = openEvent(paramsOf(params)) === undefined
  return (
    <div className="overflow-x-auto">
      <table className="tbl tight even two-line">
        <thead>
          <tr>
            <th aria-sort="descending" className="w-40">
              Time <Icon name="arrowDown" className="size-3" />
            </th>
            <th className="w-[22%]">Event</th>
            <th className="w-[17%]">Principal</th>
            {!hideKey && <th className="w-[18.5%]">Key</th>}
            <th>Outcome</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.eventId} data-selected={event.eventId === open} data-testid={`event-${event.eventId}`}>
              <td className="at-d mono">
                <Time time={event.time} />
              </td>
              <td className="at-a">
                <Link
                  href={hrefWith(opening(event.eventId))}
                  id={rowId(event.eventId)}
                  scroll={false}
                  className="row-link font-strong"
                >
                  {event.eventName}
                </Link>
              </td>
              <td className="at-c">
                <Principal arn={event.principalArn} />
              </td>
              {!hideKey && (
                <td>
                  <KeyName arn={event.keyArn} aliases={aliases} />
                </td>
              )}
              <td className="at-b">
                <Outcome outcome={event.outcome} />{' '}
                {event.errorCode && wide && <span className="text-ink-3 text-sm max-sm:hidden">{event.errorCode}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The id of a row's link, to give the focus back to. */
export function rowId(eventId: string): string {
  return `event-link-${eventId}`
}

/** The hour of today's events; the day too of older ones. */
function Time({ time }: { readonly time: number }) {
  const [clock, fraction] = clockParts(time)
  const today = day(time) === day(useNow())
  return (
    <time dateTime={new Date(time).toISOString()} title={instant(time)}>
      {!today && <span className="text-ink-3">{day(time).slice(5)} </span>}
      {clock}
      <span className="text-ink-3">{fraction}</span>
    </time>
  )
}

function Principal({ arn }: { readonly arn: string }) {
  const [kind, name] = principalParts(arn)
  return (
    <span title={arn}>
      <span className="text-ink-3">{kind}</span>
      {name}
    </span>
  )
}

interface KeyNameProps {
  readonly arn: string | undefined
  readonly aliases: ReadonlyMap<string, string>
}

function KeyName({ arn, aliases }: KeyNameProps) {
  if (!arn) return <span className="text-ink-3">none</span>
  const keyId = keyIdOf(arn)
  const alias = aliases.get(keyId)
  return <span title={arn}>{alias ? aliasText(alias) : <span className="mono text-ink-2">{shortId(keyId)}</span>}</span>
}
