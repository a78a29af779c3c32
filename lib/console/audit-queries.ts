import 'server-only'

import type { Console } from './access.ts'
import type { EventDto, EventPageDto } from './dto/events.ts'
import { Called } from './error-dto.ts'
import { eventDto, eventRow } from './event-dto.ts'
import { EVENTS_A_PAGE, parseEventFilter } from './event-filter.ts'

async function events(console: Console, params: URLSearchParams): Promise<EventPageDto> {
  const found = await console.events({ ...parseEventFilter(params, console.now()), region: console.scope.region })
  const shown = found.slice(0, EVENTS_A_PAGE)
  const last = shown.at(-1)
  return {
    events: shown.map(eventRow),
    ...(found.length > EVENTS_A_PAGE && last ? { older: last.seq } : {}),
  }
}

async function event(console: Console, params: URLSearchParams): Promise<EventDto> {
  const found = await console.event(params.get('id') ?? '')
  if (!found) throw new Called({ code: 'NotFoundException', message: 'There is no such event in this log.' })
  return eventDto(found)
}

export const audit = { events, event }
