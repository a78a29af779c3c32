import { hostName, isLoopback } from '#auth/loopback.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { WireRequest } from './message.ts'
import { header } from './message.ts'

/**
 * Where every signature is taken, a web page must not be able to make calls. A name that was made to resolve to
 * this machine (DNS rebinding) is stopped by the Host header, a page of another origin by the Origin header.
 * Throws AccessDeniedException.
 */
export function guardOpenMode(request: WireRequest, publicOrigin: string): void {
  const host = header(request, 'host')
  const publicHost = new URL(publicOrigin).host
  if (host !== publicHost && !isLoopback(hostName(host))) {
    throw refused(`the Host header '${host}' is neither a loopback address nor ${publicHost}`)
  }
  const origin = request.headers.origin
  if (origin !== undefined && origin !== publicOrigin && origin !== `http://${host}`) {
    throw refused('it was sent by a page of another origin')
  }
}

function refused(reason: string): ServiceError {
  return new ServiceError(
    'AccessDeniedException',
    `Keystead runs with KEYSTEAD_AUTH=open and refuses this request: ${reason}.`,
  )
}
