import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import type { RequestId } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'

/** User name and password of HTTP Basic (RFC 7617): the administrator's access key pair. */
export interface AdministratorKey {
  readonly id: string
  readonly secret: string
}

const STATUS: Readonly<Record<string, number>> = {
  UnauthorizedException: 401,
  ForbiddenException: 403,
  UnknownOperationException: 404,
  NotFoundException: 404,
  ResourceNotFoundException: 404,
  ResourceExistsException: 409,
  IncorrectStateException: 409,
  ConflictException: 409,
  AccountAlreadyExistsException: 409,
  ClusterAlreadyExistsException: 409,
  SandboxAlreadyExistsException: 409,
  ScenarioNotStartedException: 409,
  ScenarioStepException: 409,
  InstallationNotFreshException: 409,
  DemoUnderWayException: 409,
  RequestEntityTooLargeException: 413,
}

/** A page of another origin must not be able to call with what a browser remembers. Throws ForbiddenException. */
export function checkOrigin({ headers }: WireRequest, publicOrigin: string): void {
  if (headers.origin === undefined || headers.origin === publicOrigin) return
  throw new ServiceError('ForbiddenException', 'This request was sent by a page of another origin.')
}

/** Throws UnauthorizedException. */
export function checkAdministrator(request: WireRequest, { id, secret }: AdministratorKey): void {
  const [scheme, credentials = ''] = header(request, 'authorization').split(' ')
  const given = Buffer.from(credentials, 'base64')
  // Digests, so that neither length nor place of a difference shows in the time taken.
  if (scheme?.toLowerCase() === 'basic' && constantTimeEqual(sha256(given), sha256(`${id}:${secret}`))) return
  throw new ServiceError(
    'UnauthorizedException',
    "Authenticate with HTTP Basic: the administrator's access key id as user name, its secret as password.",
  )
}

/** The JSON that tells an error, with the challenge where credentials are asked for. */
export function refusal({ code, message, fault }: ServiceError, id: RequestId): WireResponse {
  const answer = json(fault === 'server' ? 500 : (STATUS[code] ?? 400), { code, message }, id)
  if (code !== 'UnauthorizedException') return answer
  return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Basic realm="keystead", charset="UTF-8"' } }
}

export function json(status: number, body: object, id: RequestId): WireResponse {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'x-amzn-RequestId': id }
  return { status, headers, body: `${JSON.stringify(body)}\n` }
}
