'use client'

import type { ReactNode } from 'react'
import type { EventRowDto } from '#console/dto/events.ts'
import { aliasText, clockParts, keyIdOf, shortId } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useClock } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Link } from '../ui/link.tsx'
import { Principal } from '../ui/principal.tsx'
import { COLUMNS, type ColumnName } from './columns.ts'
import { useCompared } from './compare/use-compared.ts'
import { opening } from './list-params.ts'
import { Outcome } from './outcome.tsx'

interface EventRowProps {
  readonly event: EventRowDto
  readonly columns: readonly ColumnName[]
  readonly aliases: ReadonlyMap<string, string>
  readonly isOpen: boolean
  readonly isNew: boolean
  /** An event is open beside the list, which is narrow then. */
  readonly isBeside: boolean
}

export function EventRow({ event, columns, aliases, isOpen, isNew, isBeside }: EventRowProps) {
  const { hrefWith } = useUrlState()
  const { ids, toggle } = useCompared()
  return (
    <tr data-selected={isOpen} data-new={isNew || undefined} data-testid={`event-${event.eventId}`}>
      <td className="max-sm:hidden text-clip!">
        <Checkbox
          checked={ids.includes(event.eventId)}
          onChange={() => toggle(event.eventId)}
          label={`Compare ${event.eventName}, ${clockParts(event.time).join('')}`}
        />
      </td>
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
        {isNew && <span className="sr-only">, new</span>}
      </td>
      {columns.map((name) => (
        <Cell key={name} name={name} event={event} aliases={aliases} isBeside={isBeside} />
      ))}
    </tr>
  )
}

/** The id of a row's link, to give the focus back to. */
export function rowId(eventId: string): string {
  return `event-link-${eventId}`
}

interface CellProps {
  readonly name: ColumnName
  readonly event: EventRowDto
  readonly aliases: ReadonlyMap<string, string>
  readonly isBeside: boolean
}

function Cell({ name, event, aliases, isBeside }: CellProps): ReactNode {
  switch (name) {
    case 'principal':
      return (
        <td className="at-c">
          <Principal arn={event.principalArn} />
        </td>
      )
    case 'key':
      return (
        <td>
          <KeyName arn={event.keyArn} aliases={aliases} />
        </td>
      )
    case 'outcome':
      return (
        <td className="at-b" title={event.errorCode}>
          <Outcome outcome={event.outcome} />
          {event.errorCode !== undefined && !isBeside && (
            <span className="ml-1.5 text-ink-3 text-sm max-lg:hidden">{event.errorCode}</span>
          )}
        </td>
      )
    default: {
      const column = COLUMNS.find((each) => each.name === name)
      const text = column?.text?.(event)
      return (
        <td title={text} className={column?.mono ? 'mono text-ink-2' : ''}>
          {text === undefined ? <span className="text-ink-3">none</span> : <bdi>{text}</bdi>}
        </td>
      )
    }
  }
}

/** The hour of today's events; the day too of older ones. */
function Time({ time }: { readonly time: number }) {
  const { clockParts, day, mark } = useTimes()
  const [clock, fraction] = clockParts(time)
  const today = useClock(day) === day(time)
  return (
    <time dateTime={new Date(time).toISOString()} title={`${day(time)} ${clock}${fraction}${mark}`}>
      {!today && <span className="text-ink-3">{day(time).slice(5)} </span>}
      {clock}
      <span className="text-ink-3">{fraction}</span>
    </time>
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
  return (
    <span title={arn}>
      {alias ? <bdi>{aliasText(alias)}</bdi> : <span className="mono text-ink-2">{shortId(keyId)}</span>}
    </span>
  )
}
