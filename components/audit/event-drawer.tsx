'use client'

import type { EventDto, EventRowDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { clockParts, longDay, shortId } from '../format.ts'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link } from '../ui/link.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { EventBody } from './event-body.tsx'
import { opening } from './list-params.ts'
import { OutcomeIcon } from './outcome.tsx'
import { useDrawer } from './use-drawer.ts'

interface EventDrawerProps {
  /** By which it is asked for: its own id, or that of its request. */
  readonly about: QueryParams
  /** The list it was opened from, to step through. */
  readonly events: readonly EventRowDto[]
}

/** One event, beside the list; over it where there is no room, and as a sheet on phones. */
export function EventDrawer({ about, events }: EventDrawerProps) {
  const { data, error } = useConsoleQuery('event', about, { keep: true })
  const eventId = data?.eventId ?? ''
  const { close, panel } = useDrawer(eventId)
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={data ? `Event ${data.seq}, ${titleOf(data)}` : 'Event'}
      tabIndex={-1}
      className="fixed top-14 right-0 bottom-0 z-15 grid w-[536px] max-w-full grid-rows-[auto_auto_minmax(0,1fr)] border-line-strong border-l bg-raised outline-none max-sm:top-16 max-sm:left-0 max-sm:z-30 max-sm:w-auto max-sm:rounded-t-[12px] max-sm:border-t max-sm:border-l-0 max-sm:shadow-float"
    >
      <header className="px-6 pt-4 pb-2 max-sm:px-4">
        <div className="flex items-center gap-2">
          {data && <OutcomeIcon outcome={data.outcome} />}
          <h2 className="truncate font-title text-lg tracking-[-0.01em]">{data ? titleOf(data) : 'Event'}</h2>
          {data && <span className="text-ink-3 tabular-nums">#{data.seq}</span>}
          <span className="ml-auto flex gap-1">
            <Step events={events} eventId={eventId} by={-1} icon="arrowUp" label="Newer event" />
            <Step events={events} eventId={eventId} by={1} icon="arrowDown" label="Older event" />
            <IconButton icon="cross" label="Close" className="size-7" onClick={close} />
          </span>
        </div>
        {data && <Summary event={data} />}
      </header>
      {error && (
        <div className="p-6">
          <ErrorPanel error={error.error} />
        </div>
      )}
      {!error && !data && <Skeleton />}
      {!error && data && <EventBody event={data} />}
    </div>
  )
}

function titleOf({ eventName, outcome }: EventRowDto): string {
  return outcome === 'ok' ? eventName : `${eventName} ${outcome === 'denied' ? 'denied' : 'failed'}`
}

function Summary({ event }: { readonly event: EventDto }) {
  const [clock, fraction] = clockParts(event.time)
  return (
    <>
      {event.errorCode && (
        <p className="mt-0.5 wrap-anywhere">
          <b className="font-strong">{event.errorCode}</b> {event.errorMessage}
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap items-center text-ink-2 tabular-nums">
        {longDay(event.time)} {clock}
        {fraction}Z · {event.sourceIp}
        {event.requestId && (
          <>
            &nbsp;· request&nbsp;
            <span className="mono" title={event.requestId}>
              {shortId(event.requestId)}
            </span>
            <CopyButton text={event.requestId} label="Copy request id" />
          </>
        )}
      </p>
    </>
  )
}

interface StepProps {
  readonly events: readonly EventRowDto[]
  readonly eventId: string
  readonly by: 1 | -1
  readonly icon: IconName
  readonly label: string
}

/** To the neighbour in the list, without a new step in the history for each. */
function Step({ events, eventId, by, icon, label }: StepProps) {
  const { hrefWith } = useUrlState()
  const at = events.findIndex((event) => event.eventId === eventId)
  const next = at < 0 ? undefined : events[at + by]
  const look = 'inline-grid size-7 place-items-center rounded-m'
  if (!next) {
    return (
      <button type="button" disabled aria-label={label} className={`${look} text-mark`}>
        <Icon name={icon} />
      </button>
    )
  }
  return (
    <Link
      href={hrefWith(opening(next.eventId))}
      replace
      scroll={false}
      aria-label={label}
      className={`${look} text-ink-2 hover:bg-hover`}
    >
      <Icon name={icon} />
    </Link>
  )
}
