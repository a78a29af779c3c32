import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Wire } from './handle.ts'
import type { WireResponse } from './message.ts'
import { readBody } from './read-body.ts'

/** Answers one request of node:http by the wire. A client that goes away ends the work quietly; never rejects. */
export async function answerByWire(wire: Wire, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => response.destroy())
  const body = await readBody(request)
  if ('failed' in body && body.failed === 'aborted') return
  const answer = await wire.handle({
    method: request.method ?? '',
    target: request.url ?? '/',
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: 'bytes' in body ? body.bytes : 'too-large',
    remoteAddress: request.socket.remoteAddress ?? '',
  })
  send(response, answer)
}

/** Writes a whole answer, unless its receiver is gone. */
export function send(response: ServerResponse, answer: WireResponse): void {
  if (response.destroyed || response.writableEnded) return
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) })
  response.end(answer.body)
}
