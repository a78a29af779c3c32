import 'server-only'

import type { AuditEvent } from '#audit/event.ts'
import type { Console } from './access.ts'
import type { EventDto, EventPageDto, WhyDto } from './dto/events.ts'
import { Called } from './error-dto.ts'
import { eventDto, eventRow } from './event-dto.ts'
import { EVENTS_A_PAGE, parseEventFilter } from './event-filter.ts'

/** More than a call leaves: one for each Region that it reaches. */
const EVENTS_OF_A_REQUEST = 100

async function events(console: Console, params: URLSearchParams): Promise<EventPageDto> {
  const found = await console.events({ ...parseEventFilter(params, console.now()), region: console.scope.region })
  const shown = found.slice(0, EVENTS_A_PAGE)
  const last = shown.at(-1)
  return {
    events: shown.map(eventRow),
    ...(found.length > EVENTS_A_PAGE && last ? { older: last.seq } : {}),
  }
}

/** By its own id, or by that of the request it came of. */
async function event(console: Console, params: URLSearchParams): Promise<EventDto> {
  const request = params.get('request')
  const found = await (request === null ? console.event(params.get('id') ?? '') : eventOf(console, request))
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such event in this log.' })
  return eventDto(found)
}

/** The call's own event is the first of its request; what it did in other Regions follows. */
async function eventOf(console: Console, requestId: string): Promise<AuditEvent | undefined> {
  return requestId === '' ? undefined : (await console.events({ requestId, limit: EVENTS_OF_A_REQUEST })).at(-1)
}

async function why(console: Console, params: URLSearchParams): Promise<WhyDto> {
  const found = await console.why(params.get('request') ?? '')
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such call in this log.' })
  return { traces: found.traces }
}

export const audit = { events, event, why }
