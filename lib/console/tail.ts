import 'server-only'

import type { Console } from './access.ts'
import { answerInScope } from './answer.ts'
import { parseSelection, place } from './event-filter.ts'
import { tailMessages } from './tail-messages.ts'

/**
 * Answers `GET /api/console/tail?scope=…` with server-sent events: what is appended to the audit log, as the filter of
 * `events` selects it; see `PassedOverDto`. It begins behind `Last-Event-ID` or `after`, else with what comes next.
 */
export async function answerTail(request: Request): Promise<Response> {
  const url = new URL(request.url)
  return answerInScope(url, async (console) => {
    const body = await follow(console, url.searchParams, request)
    // Whatever would compress the stream would hold it back.
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform' }
    return new Response(body, { headers })
  })
}

async function follow(console: Console, params: URLSearchParams, { headers, signal }: Request) {
  const selected = parseSelection(params, console.now(), console.scope.region)
  const last = new URLSearchParams({ after: headers.get('last-event-id') ?? '' })
  const { after } = { ...place('after', params), ...place('after', last) }
  const goesOn = await console.watch()
  const tail = await console.follow(selected, after)
  const gone = new AbortController()
  const messages = tailMessages({ tail, goesOn, now: console.wallTime, gone: AbortSignal.any([signal, gone.signal]) })
  return streamOf(messages, () => gone.abort())
}

/** Takes a message only when the one before has gone out: a slow reader is waited for. */
function streamOf(messages: AsyncIterator<string>, cancel: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await messages.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel,
  })
}
