import type { Verified } from '#auth/verify-sigv4.ts'
import { createVerifier } from '#auth/verify-sigv4.ts'
import type { CloudTrail } from '#cloudtrail/execute.ts'
import type { Iam } from '#iam/execute.ts'
import type { Clock } from '#kernel/clock.ts'
import { httpDate } from '#kernel/clock.ts'
import type { EpochMillis, RequestId, SandboxId } from '#kernel/ids.ts'
import type { CacheTally, CallObserver } from '#kernel/observer.ts'
import type { Ids } from '#kernel/random.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller, Identities } from '#kms/ports.ts'
import type { Sts } from '#sts/execute.ts'
import { jsonProtocol, unknownOperation } from './json.ts'
import { cloudTrailService, kmsService } from './json-services.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { header } from './message.ts'
import { guardOpenMode } from './open-mode.ts'
import type { Protocol, WholeRequest } from './protocol.ts'
import { queryProtocol } from './query.ts'
import { iamService, stsService } from './query-services.ts'

/** What the wire is given, once, by the composition root. */
export interface WirePorts {
  readonly kms: Kms
  readonly sts: Sts
  readonly iam: Iam
  readonly cloudTrail: CloudTrail
  readonly identities: Pick<Identities, 'credential'>
  /** The wall clock: signatures are fresh by it. */
  readonly clock: Clock
  /** How far that clock is ahead for the next request of a sandbox, where it is to be wrong. */
  readonly skewOf?: (sandbox: SandboxId) => number
  readonly ids: Ids
  readonly log: WireLog
  readonly observer?: CallObserver
  readonly signingKeys?: CacheTally
  /** In open mode any signature is taken, from this machine and this origin only; strict when left out. */
  readonly open?: { readonly publicOrigin: string }
}

export interface WireLog {
  info(message: string, fields: Readonly<Record<string, string | number | undefined>>): void
  error(message: string, cause: unknown, fields: Readonly<Record<string, string | number | undefined>>): void
}

export interface Wire {
  /** Answers a request, whatever it is; never rejects. */
  handle(request: WireRequest): Promise<WireResponse>
}

/** What is known of a request while it is on its way, for its refusal and its log line. */
interface Passage {
  readonly id: RequestId
  protocol: Protocol
  operation?: string
  caller?: Caller
  /** How far the server's clock is ahead for this request. */
  skew: number
}

interface Ended {
  readonly answer: WireResponse
  readonly error?: ServiceError
}

export function createWire(ports: WirePorts): Wire {
  const protocols = [
    jsonProtocol(kmsService(ports.kms)),
    jsonProtocol(cloudTrailService(ports.cloudTrail)),
    queryProtocol(iamService(ports.iam)),
    queryProtocol(stsService(ports.sts)),
  ] as const
  const mode = ports.open ? 'open' : 'strict'
  const { identities, clock, signingKeys, skewOf } = ports
  const more = { ...(signingKeys && { signingKeys }), ...(skewOf && { skewOf }) }
  const verify = createVerifier({ identities, clock, mode, ...more })
  const refusals = new Map<string, number>()

  /** The way of a request. Each step throws ServiceError. */
  async function pass(request: WireRequest, passage: Passage): Promise<WireResponse> {
    if (ports.open) guardOpenMode(request, ports.open.publicOrigin)
    const operation = choose(request, passage)
    const whole = takenWhole(request)
    const verified = await verify(whole, passage.protocol.service, (millis) => (passage.skew = millis))
    const caller = callerOf(verified, whole, passage.id)
    passage.caller = caller
    return passage.protocol.answer({ operation, request: whole, caller })
  }

  function choose(request: WireRequest, passage: Passage): string {
    for (const protocol of protocols) {
      const operation = protocol.operationOf(request)
      if (operation === undefined) continue
      passage.protocol = protocol
      passage.operation = operation
      return operation
    }
    throw unknownOperation()
  }

  async function answered(request: WireRequest, passage: Passage): Promise<Ended> {
    try {
      return { answer: await pass(request, passage) }
    } catch (thrown) {
      const error = isServiceError(thrown) ? thrown : passage.protocol.internalError(thrown)
      if (error.fault === 'server') ports.log.error('failed', error.cause ?? error, { requestId: passage.id })
      return { answer: passage.protocol.refuse(error, passage.id), error }
    }
  }

  /** One line a request. Refusals before the caller is known are in no audit log, so they are counted here. */
  function note({ id, protocol, operation, caller }: Passage, { answer, error }: Ended, millis: number): void {
    const code = error?.code ?? 'OK'
    const unknownCaller = error !== undefined && caller === undefined
    if (unknownCaller) refusals.set(code, (refusals.get(code) ?? 0) + 1)
    ports.log.info('request', {
      requestId: id,
      service: protocol.service,
      operation,
      code,
      ms: Math.round(millis * 1000) / 1000,
      ...caller?.scope,
      refusals: unknownCaller ? refusals.get(code) : undefined,
    })
    ports.observer?.ended({
      ...{ id, face: 'wire', service: protocol.service, operation: operation ?? '', code },
      isServerFault: error?.fault === 'server',
      seconds: millis / 1000,
      status: answer.status,
    })
  }

  return {
    async handle(request) {
      const started = performance.now()
      const passage: Passage = { id: ports.ids.uuid() as RequestId, protocol: protocols[0], skew: 0 }
      ports.observer?.began(passage.id, header(request, 'traceparent'))
      const ended = await answered(request, passage)
      note(passage, ended, performance.now() - started)
      return passage.skew === 0 ? ended.answer : dated(ended.answer, (clock.now() + passage.skew) as EpochMillis)
    },
  }
}

/** Says what time the server takes it to be: clients set their own clock by that (AWS SDKs, clock skew correction). */
function dated(answer: WireResponse, time: EpochMillis): WireResponse {
  return { ...answer, headers: { ...answer.headers, Date: httpDate(time) } }
}

function takenWhole(request: WireRequest): WholeRequest {
  const { body } = request
  if (body !== 'too-large') return { ...request, body }
  throw new ServiceError('RequestEntityTooLargeException', 'The request body is larger than 524288 bytes.')
}

/** Who calls, from where, in the Region that the request is signed for. */
export function callerOf({ credential, region }: Verified, request: WireRequest, id: RequestId): Caller {
  const { principal, sandbox, accessKeyId, session, tags } = credential
  return {
    principal,
    ...(session && { session }),
    ...(tags && { tags }),
    scope: { sandbox, account: principal.account, region },
    accessKeyId,
    request: {
      id,
      face: 'wire',
      sourceIp: request.remoteAddress,
      userAgent: header(request, 'user-agent'),
      host: header(request, 'host'),
    },
  }
}
