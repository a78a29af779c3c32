import type { AuditEvent } from '#audit/event.ts'
import type { Console } from './access.ts'
import type { ExportedEventDto } from './dto/events.ts'
import { exportedEvent } from './event-dto.ts'
import { parseEventFilter } from './event-filter.ts'

/** How many events are read at once: each read leaves an event. */
const AT_ONCE = 5000
/** How many stand in a line, so that what reads them can tell how far it is. */
const A_LINE = 100

/**
 * All events that the query `events` would page through, the newest first, in lines of a hundred. A `range` back from
 * now is one from the beginning of the export, however long it takes. The first are read before it answers.
 */
export async function exportedEvents(
  console: Pick<Console, 'events' | 'now' | 'scope' | 'watch'>,
  params: URLSearchParams,
): Promise<(signal: AbortSignal) => AsyncGenerator<readonly ExportedEventDto[]>> {
  const filter = { ...parseEventFilter(params, console.now(), console.scope.region), limit: AT_ONCE }
  const first = await console.events(filter)
  const goesOn = await console.watch()
  const more = async (before: number) => {
    // Cut off by an error, so that what was told so far is not taken for all.
    if (!(await goesOn())) throw new Error('the session ended during an export')
    return console.events({ ...filter, before })
  }
  return (signal) => lines(first, more, signal)
}

async function* lines(
  first: readonly AuditEvent[],
  more: (before: number) => Promise<readonly AuditEvent[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly ExportedEventDto[]> {
  let page = first
  while (!signal.aborted) {
    for (let at = 0; at < page.length; at += A_LINE) yield page.slice(at, at + A_LINE).map(exportedEvent)
    const last = page.at(-1)
    if (page.length < AT_ONCE || !last) return
    page = await more(last.seq)
  }
}
