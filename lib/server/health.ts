import type { WireResponse } from '#wire/message.ts'

/** Whether calls are served, and if not, why. */
export type Health = { readonly ok: true; readonly version: string } | { readonly ok: false; readonly reason: string }

/** The answer of `GET /health`: 200 when calls are served, 503 with the reason otherwise. */
export function healthAnswer(health: Health): WireResponse {
  const body = health.ok ? { status: 'ok', version: health.version } : { status: 'unavailable', reason: health.reason }
  return json(health.ok ? 200 : 503, body)
}

/** For all paths of Next's without a console. */
export function notFound(message: string): WireResponse {
  return json(404, { message })
}

/** While the server starts or stops. */
export function unavailable(reason: string): WireResponse {
  const answer = json(503, { message: reason })
  return { ...answer, headers: { ...answer.headers, 'Retry-After': '1' } }
}

function json(status: number, body: Readonly<Record<string, unknown>>): WireResponse {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  return { status, headers, body: `${JSON.stringify(body)}\n` }
}
