import { createVerifier } from '#auth/verify-sigv4.ts'
import { fromUtf8 } from '#kernel/bytes.ts'
import type { RequestId } from '#kernel/ids.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller, Identities } from '#kms/ports.ts'
import { internalFailure, invalid, noSuchPath, proxyRefusal } from '#xks/errors.ts'
import type { XksCall, XksService } from '#xks/execute.ts'
import type { WirePorts } from './handle.ts'
import { callerOf } from './handle.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'
import { guardOpenMode } from './open-mode.ts'

/** The service in the credential scope, and in logs and metrics (XKS proxy API specification, Appendix A). */
const SERVICE = 'kms-xks-proxy'
/** AWS KMS takes secrets of 43 characters and more for a proxy; those of AWS IAM have 40. */
const SECRET_LENGTH = 43

export interface XksHttpPorts
  extends Pick<WirePorts, 'identities' | 'clock' | 'ids' | 'log' | 'observer' | 'signingKeys' | 'open'> {
  readonly xks: XksService
}

/** Answers `/kms/xks/v1/…`: we as a proxy of external key stores, for AWS KMS or another Keystead. Never rejects. */
export type XksHttp = (request: WireRequest) => Promise<WireResponse>

/** An operation and, but for the health of the proxy, the external key id. */
type Asked =
  | { readonly operation: 'GetHealthStatus' }
  | { readonly operation: 'GetKeyMetadata' | 'Encrypt' | 'Decrypt'; readonly externalKeyId: string }

interface Passage {
  readonly id: RequestId
  asked?: Asked
  caller?: Caller
}

interface Ended {
  readonly answer: WireResponse
  readonly error?: ServiceError
}

export function createXksHttp(ports: XksHttpPorts): XksHttp {
  const { identities, clock, signingKeys, open, log, observer } = ports
  const mode = open ? 'open' : 'strict'
  const verify = createVerifier({
    ...{ identities: padded(identities), clock, mode },
    ...(signingKeys && { signingKeys }),
  })

  async function pass(request: WireRequest, passage: Passage): Promise<WireResponse> {
    if (open) guardOpenMode(request, open.publicOrigin)
    const { method, target, rawHeaders, body } = request
    const asked = askedOf(target)
    passage.asked = asked
    if (method !== 'POST') return { status: 405, headers: { Allow: 'POST' }, body: '' }
    if (body === 'too-large') throw invalid('The body is too large.')
    const verified = await verify({ method, target, rawHeaders, body }, SERVICE).catch((error: unknown) => {
      throw isServiceError(error) ? new ServiceError('AuthenticationFailedException', error.message) : error
    })
    passage.caller = callerOf(verified, request, passage.id)
    return json(200, await ports.xks.execute({ ...asked, content: contentOf(body) }, passage.caller), passage.id)
  }

  async function answered(request: WireRequest, passage: Passage): Promise<Ended> {
    try {
      return { answer: await pass(request, passage) }
    } catch (thrown) {
      const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
      if (error.fault === 'server') log.error('failed', error.cause ?? error, { requestId: passage.id })
      const { status, body } = proxyRefusal(error)
      return { answer: json(status, body, passage.id), error }
    }
  }

  /** One line a request. */
  function note({ id, asked, caller }: Passage, { answer, error }: Ended, millis: number): void {
    const [operation, code] = [asked?.operation, error?.code ?? 'OK']
    const ms = Math.round(millis * 1000) / 1000
    log.info('request', { requestId: id, service: SERVICE, operation, code, ms, ...caller?.scope })
    observer?.ended({
      ...{ id, face: 'wire', service: SERVICE, operation: operation ?? '', code },
      isServerFault: error?.fault === 'server',
      seconds: millis / 1000,
      status: answer.status,
    })
  }

  return async (request) => {
    const started = performance.now()
    const passage: Passage = { id: ports.ids.uuid() as RequestId }
    observer?.began(passage.id, header(request, 'traceparent'))
    const ended = await answered(request, passage)
    note(passage, ended, performance.now() - started)
    return ended.answer
  }
}

const OPERATIONS = { metadata: 'GetKeyMetadata', encrypt: 'Encrypt', decrypt: 'Decrypt' } as const
const PATH = /^\/kms\/xks\/v1\/(?:health|keys\/([A-Za-z0-9._-]{1,128})\/(metadata|encrypt|decrypt))$/

/** Throws InvalidUriPathException. */
function askedOf(target: string): Asked {
  const [path, externalKeyId, word] = PATH.exec(target) ?? []
  if (path === undefined) throw noSuchPath()
  if (externalKeyId === undefined) return { operation: 'GetHealthStatus' }
  const operation = OPERATIONS[word as keyof typeof OPERATIONS]
  return { operation, externalKeyId }
}

/** Undefined for what is no JSON. */
function contentOf(body: Buffer): XksCall['content'] {
  const text = fromUtf8(body)
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Access keys as AWS KMS is told them for this proxy: a secret shorter than it takes is filled up with `=`. */
function padded(identities: Pick<Identities, 'credential'>): Pick<Identities, 'credential'> {
  return {
    async credential(accessKeyId, securityToken) {
      const found = await identities.credential(accessKeyId, securityToken)
      if (found === undefined || found === 'expired') return found
      return { ...found, secretAccessKey: found.secretAccessKey.padEnd(SECRET_LENGTH, '=') }
    },
  }
}

function json(status: number, body: object, id: RequestId): WireResponse {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'x-amzn-RequestId': id }
  return { status, headers, body: JSON.stringify(body) }
}
