import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Wire } from './handle.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { BODY_LIMIT, readBody } from './read-body.ts'

/** A request of node:http, what answers it, and the address that it comes from. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly source: string
}

/** Answers one request of node:http by the wire. A client that goes away ends the work quietly; never rejects. */
export function answerByWire(wire: Wire, exchange: Exchange): Promise<void> {
  return answerBy((whole) => wire.handle(whole), exchange)
}

/** Answers one request of node:http by whoever is responsible for its path; the body has up to `limit` bytes. */
export async function answerBy(
  answer: (request: WireRequest) => Promise<WireResponse>,
  { request, response, source }: Exchange,
  limit = BODY_LIMIT,
): Promise<void> {
  response.on('error', () => response.destroy())
  const body = await readBody(request, limit)
  if ('failed' in body && body.failed === 'aborted') return
  const whole: WireRequest = {
    method: request.method ?? '',
    target: request.url ?? '/',
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: 'bytes' in body ? body.bytes : 'too-large',
    remoteAddress: source,
  }
  send(response, await answer(whole))
}

/** Writes a whole answer, unless its receiver is gone. */
export function send(response: ServerResponse, answer: WireResponse): void {
  if (response.destroyed || response.writableEnded) return
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) })
  response.end(answer.body)
}
