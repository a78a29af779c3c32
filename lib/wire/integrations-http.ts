import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import type { Region, RequestId } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import type { Ids } from '#kernel/random.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller, Credential, Identities } from '#kms/ports.ts'
import { findRegion } from '#model/regions.ts'
import { checkOrigin, json, refusal } from './administrator.ts'
import { callerOf, type WireLog } from './handle.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'
import { guardOpenMode } from './open-mode.ts'
import { INTEGRATIONS } from './route.ts'

export interface IntegrationsHttpPorts {
  readonly integrations: {
    execute(service: string, operation: string, input: unknown, caller: Caller): Promise<object>
  }
  readonly identities: Pick<Identities, 'credential'>
  /** Where the caller names none. */
  readonly region: Region
  /** The origin of our own pages; no other may call. */
  readonly publicOrigin: string
  /** Whether anyone is taken at their word, from this machine. */
  readonly open: boolean
  readonly ids: Ids
  readonly log: Pick<WireLog, 'error'>
  readonly observer?: CallObserver
}

/** Answers calls to the services that encrypt by AWS KMS. Never rejects. */
export type IntegrationsHttp = (request: WireRequest) => Promise<WireResponse>

export function createIntegrationsHttp(ports: IntegrationsHttpPorts): IntegrationsHttp {
  return async (request) => {
    const started = performance.now()
    const id = ports.ids.uuid() as RequestId
    const [service = '', operation = ''] = request.target.slice(INTEGRATIONS.length + 1).split(/[/?]/)
    ports.observer?.began(id, header(request, 'traceparent'))
    const { answer, error } = await answered(request, id, { service, operation }, ports)
    ports.observer?.ended({
      ...{ id, face: 'wire', service: 'integrations', operation, code: error?.code ?? 'OK' },
      isServerFault: error?.fault === 'server',
      seconds: (performance.now() - started) / 1000,
      status: answer.status,
    })
    return answer
  }
}

interface Named {
  readonly service: string
  readonly operation: string
}

async function answered(
  request: WireRequest,
  id: RequestId,
  { service, operation }: Named,
  ports: IntegrationsHttpPorts,
): Promise<{ readonly answer: WireResponse; readonly error?: ServiceError }> {
  try {
    if (ports.open) guardOpenMode(request, ports.publicOrigin)
    checkOrigin(request, ports.publicOrigin)
    const credential = await credentialOf(request, ports)
    if (request.method !== 'POST') throw new ServiceError('UnknownOperationException', 'Call services by POST.')
    const { region, input } = inputOf(request, ports.region)
    const caller = callerOf({ credential, region }, request, id)
    return { answer: json(200, await ports.integrations.execute(service, operation, input, caller), id) }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    if (error.fault === 'server') ports.log.error('failed', error.cause ?? error, { requestId: id, service, operation })
    return { answer: refused(error, id), error }
  }
}

const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request could not be processed.', 'server', { cause })

/** Where AWS KMS refused, with its call, by whose request id the refusal is explained. */
function refused(error: ServiceError, id: RequestId): WireResponse {
  const answer = refusal(error, id)
  if (!('kmsCall' in error)) return answer
  const { code, message, kmsCall } = error
  return { ...json(answer.status, { code, message, kmsCall }, id), headers: answer.headers }
}

/** HTTP Basic with the access key pair of any principal; temporary credentials bring `X-Amz-Security-Token`. */
async function credentialOf(request: WireRequest, { identities, open }: IntegrationsHttpPorts): Promise<Credential> {
  const [scheme, credentials = ''] = header(request, 'authorization').split(' ')
  const given = Buffer.from(credentials, 'base64').toString('utf8')
  const end = given.indexOf(':')
  if (scheme?.toLowerCase() !== 'basic' || end < 1) throw unauthorized()
  const found = await identities.credential(given.slice(0, end), header(request, 'x-amz-security-token') || undefined)
  if (!found || found === 'expired') throw unauthorized()
  // Digests, so that neither length nor place of a difference shows in the time taken.
  const isRight = constantTimeEqual(sha256(given.slice(end + 1)), sha256(found.secretAccessKey))
  if (!isRight && !open) throw unauthorized()
  return found
}

const unauthorized = () =>
  new ServiceError(
    'UnauthorizedException',
    'Authenticate with HTTP Basic: the access key id of a user or account as user name, its secret as password.',
  )

/** The body without its `Region`, and that Region, which may also stand in the header `X-Keystead-Region`. */
function inputOf(request: WireRequest, otherwise: Region): { readonly region: Region; readonly input: unknown } {
  const { Region: named = header(request, 'x-keystead-region') || otherwise, ...input } = bodyOf(request)
  const found = typeof named === 'string' ? findRegion(named) : undefined
  if (!found) throw new ServiceError('ValidationException', 'Region must be one of those of AWS, such as us-east-1.')
  return { region: found.region, input }
}

function bodyOf({ body }: WireRequest): Readonly<Record<string, unknown>> {
  if (body === 'too-large') throw new ServiceError('RequestEntityTooLargeException', 'The request body is too large.')
  if (body.length === 0) return {}
  const parsed = parse(body.toString('utf8'))
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  throw new ServiceError('ValidationException', 'The body must be a JSON object.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ServiceError('ValidationException', 'The body is not JSON.')
  }
}
