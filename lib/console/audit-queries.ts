import 'server-only'

import type { AuditEvent } from '#audit/event.ts'
import type { EventGroup } from '#kms/ports.ts'
import type { Console } from './access.ts'
import type { EventCountsDto, EventDto, EventPageDto, KeyUsageDto, ProofAnswerDto, WhyDto } from './dto/events.ts'
import { Called } from './error-dto.ts'
import { bucketOf, DAY } from './event-buckets.ts'
import { eventDto, eventRow } from './event-dto.ts'
import { EVENTS_A_PAGE, parseEventFilter, parseSelection } from './event-filter.ts'

/** How many bars the histogram has at least, where no time was asked for. */
const FEWEST = 30

/** More than a call leaves: one for each Region that it reaches. */
const EVENTS_OF_A_REQUEST = 100

async function events(console: Console, params: URLSearchParams): Promise<EventPageDto> {
  // Asked first: what comes in between is told twice rather than never.
  const size = console.logSize()
  const found = await console.events(parseEventFilter(params, console.now(), console.scope.region))
  const shown = found.slice(0, EVENTS_A_PAGE)
  const last = shown.at(-1)
  return {
    events: shown.map(eventRow),
    size,
    ...(found.length > EVENTS_A_PAGE && last ? { older: last.seq } : {}),
  }
}

/** The histogram of the events that `events` lists. */
async function eventCounts(console: Console, params: URLSearchParams): Promise<EventCountsDto> {
  const now = console.now()
  const selected = parseSelection(params, now, console.scope.region)
  const { from: asked, to = now } = selected
  const from = asked ?? (await beginning(console, selected))
  const bucket = bucketOf(params.get('bucket'), from, to)
  const counts = await console.eventCounts(selected, bucket)
  // A young log is not drawn in a few broad bars.
  const begins = asked ?? (counts[0] && Math.min(counts[0].at, to - FEWEST * bucket))
  return { bucket, ...(begins === undefined ? {} : { from: begins }), to, counts }
}

/** The day of the first event that is selected. */
async function beginning(console: Console, selected: Parameters<Console['eventCounts']>[0]) {
  const [first] = await console.eventCounts(selected, DAY)
  return first?.at
}

/** Who used the key of the ARN in `key`, and for what; all that filters events filters these too. */
async function keyUsage(console: Console, params: URLSearchParams): Promise<KeyUsageDto> {
  const all = new URLSearchParams(params)
  all.set('regions', 'all')
  const { filters, ...more } = parseSelection(all, console.now(), console.scope.region)
  const ofKey = { attribute: 'key', values: [params.get('key') ?? ''] } as const
  const groups = await console.eventGroups({ ...more, filters: [...filters, ofKey] }, ['eventName', 'principal'])
  const of = (attribute: EventGroup['attribute']) =>
    groups.filter((group) => group.attribute === attribute).map(({ attribute: _, ...usage }) => usage)
  return { events: of('eventName'), principals: of('principal') }
}

/** By its own id, or by that of the request it came of; an `id` may be either. */
async function event(console: Console, params: URLSearchParams): Promise<EventDto> {
  const request = params.get('request')
  const id = params.get('id') ?? ''
  const found =
    request === null ? ((await console.event(id)) ?? (await eventOf(console, id))) : await eventOf(console, request)
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such event in this log.' })
  return eventDto(found)
}

/** The call's own event is the first of its request; what it did in other Regions follows. */
async function eventOf(console: Console, requestId: string): Promise<AuditEvent | undefined> {
  if (requestId === '') return undefined
  const filters = [{ attribute: 'requestId', values: [requestId] }] as const
  return (await console.events({ filters, limit: EVENTS_OF_A_REQUEST })).at(-1)
}

async function why(console: Console, params: URLSearchParams): Promise<WhyDto> {
  const found = await console.why(params.get('request') ?? '')
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such call in this log.' })
  return { traces: found.traces }
}

/** Also when the event is not signed yet: whoever waits asks again. */
async function proof(console: Console, params: URLSearchParams): Promise<ProofAnswerDto> {
  const found = await console.proveEvent(params.get('id') ?? '')
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such event in this log.' })
  return found === 'unsigned' ? { proof: undefined } : { proof: found, publicKey: console.auditPublicKey }
}

export const audit = { events, 'event-counts': eventCounts, 'key-usage': keyUsage, event, why, proof }
