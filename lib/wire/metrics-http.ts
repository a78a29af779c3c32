import { unknownOperation } from '#admin/errors.ts'
import { hostName, isLoopback } from '#auth/loopback.ts'
import type { RequestId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { AdministratorKey } from './administrator.ts'
import { checkAdministrator, checkOrigin, refusal } from './administrator.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'

export interface MetricsHttpPorts {
  /** What there is to tell, in the text format of Prometheus. */
  readonly metrics: { readonly contentType: string; text(): Promise<string> }
  readonly accessKey: AdministratorKey
  /** The origin of our own pages; no other may read. */
  readonly publicOrigin: string
  readonly ids: Ids
}

/**
 * Answers `GET /metrics`: to this machine as it is, to others with the administrator's credentials. Where people reach us
 * by another address, everybody needs them: a proxy in front may pass requests on as though they were its own.
 */
export type MetricsHttp = (request: WireRequest) => Promise<WireResponse>

export function createMetricsHttp({ metrics, accessKey, publicOrigin, ids }: MetricsHttpPorts): MetricsHttp {
  const isLocal = isLoopback(new URL(publicOrigin).hostname)
  return async (request) => {
    try {
      checkOrigin(request, publicOrigin)
      if (!isLocal || !isFromThisMachine(request)) checkAdministrator(request, accessKey)
      if (request.method !== 'GET' && request.method !== 'HEAD') throw unknownOperation()
      const headers = { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }
      return { status: 200, headers, body: await metrics.text() }
    } catch (thrown) {
      if (!isServiceError(thrown)) throw thrown
      return refusal(thrown, ids.uuid() as RequestId)
    }
  }
}

/** What a proxy on this machine passes on comes from elsewhere, as does what was sent to another name (DNS rebinding). */
function isFromThisMachine(request: WireRequest): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'via'].some((name) => request.headers[name] !== undefined)
  return !passedOn && isLoopback(request.remoteAddress) && isLoopback(hostName(header(request, 'host')))
}
