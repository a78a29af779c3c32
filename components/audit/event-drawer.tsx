'use client'

import type { EventDto, EventRowDto } from '#console/dto/events.ts'
import type { QueryParams } from '#console/dto/queries.ts'
import { count, shortId } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link } from '../ui/link.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { EventBody } from './event-body.tsx'
import { rowId } from './event-row.tsx'
import { opening } from './list-params.ts'
import { OutcomeIcon } from './outcome.tsx'
import { ProofFoot } from './proof/proof-foot.tsx'

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
  const { set } = useUrlState()
  return (
    <Drawer
      label={data ? `Event ${data.seq}, ${titleOf(data)}` : 'Event'}
      title={data ? titleOf(data) : 'Event'}
      icon={data && <OutcomeIcon outcome={data.outcome} />}
      aside={data && <span className="text-ink-3 tabular-nums">#{count(data.seq)}</span>}
      actions={
        <>
          <Step events={events} eventId={eventId} by={-1} icon="arrowUp" label="Newer event" />
          <Step events={events} eventId={eventId} by={1} icon="arrowDown" label="Older event" />
        </>
      }
      head={data && <Summary event={data} />}
      returnTo={rowId(eventId)}
      close={() => set(opening(undefined))}
      bare
    >
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
        {error && (
          <div className="p-6">
            <ErrorPanel error={error.error} />
          </div>
        )}
        {!error && !data && <Skeleton />}
        {!error && data && <EventBody event={data} />}
        {!error && data && <ProofFoot event={data} />}
      </div>
    </Drawer>
  )
}

function titleOf({ eventName, outcome }: EventRowDto): string {
  return outcome === 'ok' ? eventName : `${eventName} ${outcome === 'denied' ? 'denied' : 'failed'}`
}

function Summary({ event }: { readonly event: EventDto }) {
  const { clockParts, longDay, mark } = useTimes()
  const [clock, fraction] = clockParts(event.time)
  return (
    <>
      {event.errorCode && (
        <p className="mt-0.5 wrap-anywhere">
          <b className="font-strong">{event.errorCode}</b> <bdi>{event.errorMessage}</bdi>
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap items-center text-ink-2 tabular-nums">
        {longDay(event.time)} {clock}
        {fraction}
        {mark} · {event.sourceIp}
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
  const look = 'inline-grid size-7 max-sm:size-9 place-items-center rounded-m'
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
