import type { IncomingMessage, ServerResponse } from 'node:http'
import { ADMIN_BODY_LIMIT, type AdminHttp } from '#wire/admin-http.ts'
import type { Wire } from '#wire/handle.ts'
import type { IntegrationsHttp } from '#wire/integrations-http.ts'
import type { MetricsHttp } from '#wire/metrics-http.ts'
import { answerBy, answerByWire, type Exchange, send } from '#wire/node-http.ts'
import { peekBody } from '#wire/read-body.ts'
import { looksLikeQuery, route } from '#wire/route.ts'
import type { SourceOf } from '#wire/trusted-proxies.ts'
import type { XksHttp } from '#wire/xks-http.ts'
import type { Health } from './health.ts'
import { healthAnswer, notFound, unavailable } from './health.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

const STARTING = { ok: false, reason: 'Keystead is starting.' } as const

/** What stands behind the port once the instance has started. */
export interface Faces {
  readonly wire: Wire
  readonly admin: AdminHttp
  readonly integrations: IntegrationsHttp
  readonly metrics: MetricsHttp
  readonly xks: XksHttp
  /** Undefined without a console. */
  readonly next: Handler | undefined
  health(): Promise<Health>
}

/** The one listener of the one port. Until `open` is called, only `/health` gets an answer, and it says why. */
export interface Front {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void
  open(faces: Faces): void
}

export function createFront(sourceOf: SourceOf, failed: (error: unknown) => void): Front {
  let faces: Faces | undefined

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { method = '', url = '/', headers } = request
    const source = sourceOf(request.socket.remoteAddress ?? '', forwardedFor(request))
    const exchange = { request, response, source }
    const way = route({ method, target: url, headers })
    if (way === 'health') return send(response, healthAnswer(faces ? await faces.health() : STARTING))
    if (!faces) return send(response, unavailable(STARTING.reason))
    switch (way) {
      case 'wire':
        return answerByWire(faces.wire, exchange)
      case 'form':
        return looksLikeQuery(await peekBody(request))
          ? answerByWire(faces.wire, exchange)
          : answerByNext(faces, exchange)
      case 'admin':
        return answerBy(faces.admin, exchange, ADMIN_BODY_LIMIT)
      case 'integrations':
        return answerBy(faces.integrations, exchange)
      case 'xks':
        return answerBy(faces.xks, exchange)
      case 'metrics':
        return answerBy(faces.metrics, exchange)
      case 'next':
        return answerByNext(faces, exchange)
    }
  }

  return {
    listener(request, response) {
      dispatch(request, response).catch((error: unknown) => {
        failed(error)
        if (response.headersSent) response.destroy()
        else send(response, { status: 500, headers: { 'Content-Type': 'application/json' }, body: '{}\n' })
      })
    },
    open(opened) {
      faces = opened
    },
  }
}

/** Of several headers all, in their order, as node:http joins them. */
function forwardedFor({ headers }: IncomingMessage): string | undefined {
  const said = headers['x-forwarded-for']
  return typeof said === 'string' ? said : said?.join()
}

/** More than any action takes. Next would read a body that is sent to one of its routes whole, by whomever. */
const BODY_LIMIT = 2 * 1024 * 1024

/** The status that refuses a body; undefined for one that can be taken. */
function refusedBody({ headers }: IncomingMessage): 411 | 413 | undefined {
  if (headers['transfer-encoding'] !== undefined) return 411
  return Number(headers['content-length'] ?? 0) > BODY_LIMIT ? 413 : undefined
}

function answerByNext({ next }: Faces, { request, response, source }: Exchange): unknown {
  const status = refusedBody(request)
  if (status) return send(response, { status, headers: { Connection: 'close' }, body: '' })
  // In place of what the sender says of itself, which must reach neither the audit log nor a policy.
  request.headers['x-forwarded-for'] = source
  if (next) return next(request, response)
  return send(response, notFound('The console is off. Sign requests with AWS Signature Version 4 to use the API.'))
}
