import { internalFailure, unknownOperation } from '#admin/errors.ts'
import type { Admin, AdminOperationName } from '#admin/execute.ts'
import type { AccountId, Region, RequestId } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import type { Ids } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { AdministratorKey } from './administrator.ts'
import { checkAdministrator, checkOrigin, json, refusal } from './administrator.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'

export interface AdminHttpPorts {
  readonly admin: Admin
  readonly accessKey: AdministratorKey
  readonly account: AccountId
  readonly region: Region
  /** The origin of our own pages; no other may call. */
  readonly publicOrigin: string
  readonly ids: Ids
  readonly observer?: CallObserver
}

/** Answers `/_keystead/…`, for operators and their programs. Never rejects. */
export type AdminHttp = (request: WireRequest) => Promise<WireResponse>

const OPERATIONS: Readonly<Record<string, AdminOperationName>> = {
  'POST /_keystead/accounts': 'CreateAccount',
  'GET /_keystead/accounts': 'ListAccounts',
  'POST /_keystead/clusters': 'CreateSimulatedCluster',
  'GET /_keystead/clusters': 'ListSimulatedClusters',
  'PUT /_keystead/clusters': 'UpdateSimulatedCluster',
  'DELETE /_keystead/clusters': 'DeleteSimulatedCluster',
  'GET /_keystead/explain': 'ExplainCall',
  'GET /_keystead/proof': 'ProveEvent',
}

export function createAdminHttp(ports: AdminHttpPorts): AdminHttp {
  return async (request) => {
    const started = performance.now()
    const id = ports.ids.uuid() as RequestId
    const name = OPERATIONS[`${request.method} ${request.target.split('?')[0]}`]
    ports.observer?.began(id, header(request, 'traceparent'))
    const { answer, error } = await answered(request, id, name, ports)
    ports.observer?.ended({
      ...{ id, face: 'wire', service: 'admin', operation: name ?? '', code: error?.code ?? 'OK' },
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
  name: AdminOperationName | undefined,
  ports: AdminHttpPorts,
): Promise<{ readonly answer: WireResponse; readonly error?: ServiceError }> {
  try {
    checkOrigin(request, ports.publicOrigin)
    checkAdministrator(request, ports.accessKey)
    if (!name) throw unknownOperation()
    const output = await ports.admin.execute(name, inputOf(request), callerOf(request, id, ports))
    return { answer: json(200, output, id) }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    return { answer: refusal(error, id), error }
  }
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
