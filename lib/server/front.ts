import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AdminHttp } from '#wire/admin-http.ts'
import type { Wire } from '#wire/handle.ts'
import type { MetricsHttp } from '#wire/metrics-http.ts'
import { answerBy, answerByWire, send } from '#wire/node-http.ts'
import { peekBody } from '#wire/read-body.ts'
import { looksLikeQuery, route } from '#wire/route.ts'
import type { XksHttp } from '#wire/xks-http.ts'
import type { Health } from './health.ts'
import { healthAnswer, notFound, unavailable } from './health.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

const STARTING = { ok: false, reason: 'Keystead is starting.' } as const

/** What stands behind the port once the instance has started. */
export interface Faces {
  readonly wire: Wire
  readonly admin: AdminHttp
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

export function createFront(failed: (error: unknown) => void): Front {
  let faces: Faces | undefined

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { method = '', url = '/', headers } = request
    const way = route({ method, target: url, headers })
    if (way === 'health') return send(response, healthAnswer(faces ? await faces.health() : STARTING))
    if (!faces) return send(response, unavailable(STARTING.reason))
    switch (way) {
      case 'wire':
        return answerByWire(faces.wire, request, response)
      case 'form':
        return looksLikeQuery(await peekBody(request))
          ? answerByWire(faces.wire, request, response)
          : answerByNext(faces, request, response)
      case 'admin':
        return answerBy(faces.admin, request, response)
      case 'xks':
        return answerBy(faces.xks, request, response)
      case 'metrics':
        return answerBy(faces.metrics, request, response)
      case 'reserved':
        return send(response, notFound('There is nothing here.'))
      case 'next':
        return answerByNext(faces, request, response)
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

/** No proxy is trusted: what a client says of where it comes from must not reach the audit log. */
function setSource(request: IncomingMessage): void {
  request.headers['x-forwarded-for'] = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
}

function answerByNext({ next }: Faces, request: IncomingMessage, response: ServerResponse): unknown {
  setSource(request)
  if (next) return next(request, response)
  return send(response, notFound('The console is off. Sign requests with AWS Signature Version 4 to use the API.'))
}
