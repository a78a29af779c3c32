import { internalFailure, unknownOperation } from '#admin/errors.ts'
import type { Admin } from '#admin/execute.ts'
import { MAX_TEXT } from '#admin/ports.ts'
import type { AccountId, Region, RequestId } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { openApi } from './admin-openapi.ts'
import type { Routed } from './admin-routes.ts'
import { routeOf } from './admin-routes.ts'
import type { AdministratorKey } from './administrator.ts'
import { checkAdministrator, checkOrigin, json, refusal } from './administrator.ts'
import type { WireLog } from './handle.ts'
import type { IntegrationOperation } from './integrations-openapi.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'

export interface AdminHttpPorts {
  readonly admin: Admin
  readonly accessKey: AdministratorKey
  readonly account: AccountId
  readonly region: Region
  /** The origin of our own pages; no other may call. */
  readonly publicOrigin: string
  /** Of the program. */
  readonly version: string
  /** What the integrated services do, to be described too. */
  readonly integrations?: readonly IntegrationOperation[]
  readonly ids: Ids
  readonly log: Pick<WireLog, 'error'>
  readonly observer?: CallObserver
}

/**
 * The largest body that is taken: the longest fixture as a JSON string with six bytes for each character (`\u00e4`),
 * and what else makes a sandbox.
 */
export const ADMIN_BODY_LIMIT = 6 * MAX_TEXT + 64 * 1024

/** Answers `/_keystead/…`, for operators and their programs. Never rejects. */
export type AdminHttp = (request: WireRequest) => Promise<WireResponse>

export function createAdminHttp(ports: AdminHttpPorts): AdminHttp {
  return async (request) => {
    const started = performance.now()
    const id = ports.ids.uuid() as RequestId
    const route = routeOf(request.method, request.target)
    ports.observer?.began(id, header(request, 'traceparent'))
    const { answer, error } = await answered(request, id, route, ports)
    ports.observer?.ended({
      ...{ id, face: 'wire', service: 'admin', operation: route?.operation ?? '', code: error?.code ?? 'OK' },
      isServerFault: error?.fault === 'server',
      seconds: (performance.now() - started) / 1000,
      status: answer.status,
    })
    return answer
  }
}

async function answered(
  request: WireRequest,
  id: RequestId,
  route: Routed | undefined,
  ports: AdminHttpPorts,
): Promise<{ readonly answer: WireResponse; readonly error?: ServiceError }> {
  try {
    checkOrigin(request, ports.publicOrigin)
    checkAdministrator(request, ports.accessKey)
    if (isDescription(request))
      return { answer: json(200, openApi(ports.version, ports.publicOrigin, ports.integrations ?? []), id) }
    if (!route) throw unknownOperation()
    const input = withPath(inputOf(request, route), route)
    const output = await ports.admin.execute(route.operation, input, callerOf(request, id, ports))
    return { answer: route.operation === 'ExportFixture' ? yaml(output, id) : json(200, output, id) }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    if (error.fault === 'server') {
      ports.log.error('failed', error.cause ?? error, { requestId: id, operation: route?.operation })
    }
    return { answer: refusal(error, id), error }
  }
}

/** The query of a GET, the body of all others: JSON, or the text of a fixture. */
function inputOf({ method, target, body }: WireRequest, { operation }: Routed): unknown {
  if (method === 'GET') return Object.fromEntries(new URL(target, 'http://localhost').searchParams)
  if (body === 'too-large') throw new ServiceError('RequestEntityTooLargeException', 'The request body is too large.')
  if (operation === 'ApplyFixture') return { fixture: body.toString('utf8') }
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ServiceError('ValidationException', 'The body is not JSON.')
  }
}

/** A fixture as it can be kept in a file and applied again. */
function yaml(output: object, id: RequestId): WireResponse {
  const { headers } = json(200, {}, id)
  const text = 'fixture' in output ? String(output.fixture) : ''
  return { status: 200, headers: { ...headers, 'Content-Type': 'application/yaml; charset=utf-8' }, body: text }
}

function isDescription({ method, target }: WireRequest): boolean {
  return method === 'GET' && target.split('?')[0] === '/_keystead/openapi.json'
}

/** What the path says goes before what the body does. */
function withPath(body: unknown, { members, list }: Routed): unknown {
  const input = list !== undefined && Array.isArray(body) ? { [list]: body } : body
  if (Object.keys(members).length === 0) return input
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input, ...members } : input
}

function callerOf(request: WireRequest, id: RequestId, { accessKey, account, region }: AdminHttpPorts): Caller {
  return {
    principal: rootPrincipal(account),
    scope: { sandbox: MAIN_SANDBOX, account, region },
    accessKeyId: accessKey.id,
    request: {
      id,
      face: 'wire',
      sourceIp: request.remoteAddress,
      userAgent: header(request, 'user-agent'),
      host: header(request, 'host'),
    },
  }
}
