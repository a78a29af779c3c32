import 'server-only'

import { answerInScope } from './answer.ts'
import { exportedEvents } from './exported-events.ts'
import { linesOf } from './lines.ts'

/**
 * Answers `GET /api/console/export?scope=…&…` with all events that the query `events` would page through, the newest
 * first, as lines of `ExportedEventDto[]`.
 */
export async function answerExport(request: Request): Promise<Response> {
  const url = new URL(request.url)
  // Before the first byte: whoever may not read the log is told so by the status.
  return answerInScope(url, async (console) => linesOf(await exportedEvents(console, url.searchParams), request))
}
