import 'server-only'

import type { Console } from './access.ts'
import { answerInScope } from './answer.ts'
import type { ExportedEventDto } from './dto/events.ts'
import { exportedEvent } from './event-dto.ts'
import { parseEventFilter } from './event-filter.ts'
import { linesOf } from './lines.ts'

/** How many events are read at once: each read leaves an event. */
const AT_ONCE = 5000
/** How many stand in a line, so that what reads them can tell how far it is. */
const A_LINE = 100

/**
 * Answers `GET /api/console/export?scope=…&…` with all events that the query `events` would page through, the newest
 * first, as lines of `ExportedEventDto[]`.
 */
export async function answerExport(request: Request): Promise<Response> {
  const url = new URL(request.url)
  return answerInScope(url, async (console) => {
    // Before the first byte: whoever may not read the log is told so by the status.
    const first = await read(console, url.searchParams)
    const goesOn = await console.watch()
    const more = async (before: number) => ((await goesOn()) ? read(console, url.searchParams, before) : undefined)
    return linesOf((signal) => all(first, more, signal), request)
  })
}

async function* all(
  first: readonly ExportedEventDto[],
  more: (before: number) => Promise<readonly ExportedEventDto[] | undefined>,
  signal: AbortSignal,
): AsyncGenerator<readonly ExportedEventDto[]> {
  let page = first
  while (!signal.aborted) {
    for (let at = 0; at < page.length; at += A_LINE) yield page.slice(at, at + A_LINE)
    const last = page.at(-1)
    if (page.length < AT_ONCE || !last) return
    const next = await more(last.row.seq)
    // Cut off by an error, so that what was told so far is not taken for all.
    if (!next) throw new Error('the session ended during an export')
    page = next
  }
}

async function read(console: Console, params: URLSearchParams, before?: number): Promise<readonly ExportedEventDto[]> {
  const filter = parseEventFilter(params, console.now(), console.scope.region)
  const events = await console.events({ ...filter, ...(before === undefined ? {} : { before }), limit: AT_ONCE })
  return events.map(exportedEvent)
}
