import { internalFailure, unknownOperation } from '#admin/errors.ts'
import type { Admin, AdminOperationName } from '#admin/execute.ts'
import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import type { AccountId, Region, RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'

export interface AdminHttpPorts {
  readonly admin: Admin
  /** The administrator's access key pair: user name and password of HTTP Basic (RFC 7617). */
  readonly accessKey: { readonly id: string; readonly secret: string }
  readonly account: AccountId
  readonly region: Region
  /** The origin of our own pages; no other may call. */
  readonly publicOrigin: string
  readonly ids: Ids
}

/** Answers `/_keystead/…`, for operators and their programs. Never rejects. */
export type AdminHttp = (request: WireRequest) => Promise<WireResponse>

const OPERATIONS: Readonly<Record<string, AdminOperationName>> = {
  'POST /_keystead/accounts': 'CreateAccount',
  'GET /_keystead/accounts': 'ListAccounts',
  'GET /_keystead/explain': 'ExplainCall',
}

const STATUS: Readonly<Record<string, number>> = {
  UnauthorizedException: 401,
  ForbiddenException: 403,
  UnknownOperationException: 404,
  NotFoundException: 404,
  AccountAlreadyExistsException: 409,
  RequestEntityTooLargeException: 413,
}

export function createAdminHttp(ports: AdminHttpPorts): AdminHttp {
  return async (request) => {
    const id = ports.ids.uuid() as RequestId
    try {
      checkOrigin(request, ports.publicOrigin)
      checkAdministrator(request, ports.accessKey)
      const name = OPERATIONS[`${request.method} ${request.target.split('?')[0]}`]
      if (!name) throw unknownOperation()
      return json(200, await ports.admin.execute(name, inputOf(request), callerOf(request, id, ports)), id)
    } catch (thrown) {
      return refusal(isServiceError(thrown) ? thrown : internalFailure(thrown), id)
    }
  }
}

/** A page of another origin must not be able to call with what a browser remembers. */
function checkOrigin({ headers }: WireRequest, publicOrigin: string): void {
  if (headers.origin === undefined || headers.origin === publicOrigin) return
  throw new ServiceError('ForbiddenException', 'This request was sent by a page of another origin.')
}

function checkAdministrator(request: WireRequest, { id, secret }: AdminHttpPorts['accessKey']): void {
  const [scheme, credentials = ''] = header(request, 'authorization').split(' ')
  const given = Buffer.from(credentials, 'base64')
  // Digests, so that neither length nor place of a difference shows in the time taken.
  if (scheme?.toLowerCase() === 'basic' && constantTimeEqual(sha256(given), sha256(`${id}:${secret}`))) return
  throw new ServiceError(
    'UnauthorizedException',
    "Authenticate with HTTP Basic: the administrator's access key id as user name, its secret as password.",
  )
}

/** The query of a GET, the body of all others. */
function inputOf({ method, target, body }: WireRequest): unknown {
  if (method === 'GET') return Object.fromEntries(new URL(target, 'http://localhost').searchParams)
  if (body === 'too-large') throw new ServiceError('RequestEntityTooLargeException', 'The request body is too large.')
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ServiceError('ValidationException', 'The body is not JSON.')
  }
}

function callerOf(request: WireRequest, id: RequestId, { accessKey, account, region }: AdminHttpPorts): Caller {
  return {
    principal: rootPrincipal(account),
    scope: { sandbox: MAIN_SANDBOX, account, region },
    accessKeyId: accessKey.id,
    request: {
      id,
      face: 'wire',
      sourceIp: request.remoteAddress.replace(/^::ffff:/, ''),
      userAgent: header(request, 'user-agent'),
      host: header(request, 'host'),
    },
  }
}

function refusal({ code, message, fault }: ServiceError, id: RequestId): WireResponse {
  const answer = json(fault === 'server' ? 500 : (STATUS[code] ?? 400), { code, message }, id)
  if (code !== 'UnauthorizedException') return answer
  return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Basic realm="keystead", charset="UTF-8"' } }
}

function json(status: number, body: object, id: RequestId): WireResponse {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'x-amzn-RequestId': id }
  return { status, headers, body: `${JSON.stringify(body)}\n` }
}
