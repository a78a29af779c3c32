import type { Verified } from '#auth/verify-sigv4.ts'
import { createVerifier } from '#auth/verify-sigv4.ts'
import type { Iam } from '#iam/execute.ts'
import type { Clock } from '#kernel/clock.ts'
import type { RequestId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller, Identities } from '#kms/ports.ts'
import type { Sts } from '#sts/execute.ts'
import { kmsJson, unknownOperation } from './kms-json.ts'
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
  readonly identities: Pick<Identities, 'credential'>
  /** The wall clock: signatures are fresh by it. */
  readonly clock: Clock
  readonly ids: Ids
  readonly log: WireLog
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
}

export function createWire(ports: WirePorts): Wire {
  const protocols = [
    kmsJson(ports.kms),
    queryProtocol(iamService(ports.iam)),
    queryProtocol(stsService(ports.sts)),
  ] as const
  const mode = ports.open ? 'open' : 'strict'
  const verify = createVerifier({ identities: ports.identities, clock: ports.clock, mode })
  const refusals = new Map<string, number>()

  /** The way of a request. Each step throws ServiceError. */
  async function pass(request: WireRequest, passage: Passage): Promise<WireResponse> {
    if (ports.open) guardOpenMode(request, ports.open.publicOrigin)
    const operation = choose(request, passage)
    const whole = takenWhole(request)
    const verified = await verify(whole, passage.protocol.service)
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

  function refuse(thrown: unknown, passage: Passage): { answer: WireResponse; code: string } {
    const error = isServiceError(thrown) ? thrown : passage.protocol.internalError(thrown)
    if (error.fault === 'server') ports.log.error('failed', error.cause ?? error, { requestId: passage.id })
    return { answer: passage.protocol.refuse(error, passage.id), code: error.code }
  }

  /** One line a request. Refusals before the caller is known are in no audit log, so they are counted here. */
  function note(passage: Passage, code: string, started: number): void {
    const { id, protocol, operation, caller } = passage
    const unknownCaller = code !== '' && caller === undefined
    if (unknownCaller) refusals.set(code, (refusals.get(code) ?? 0) + 1)
    ports.log.info('request', {
      requestId: id,
      service: protocol.service,
      operation,
      code: code === '' ? 'OK' : code,
      ms: Math.round((performance.now() - started) * 1000) / 1000,
      ...caller?.scope,
      refusals: unknownCaller ? refusals.get(code) : undefined,
    })
  }

  return {
    async handle(request) {
      const started = performance.now()
      const passage: Passage = { id: ports.ids.uuid() as RequestId, protocol: protocols[0] }
      try {
        const answer = await pass(request, passage)
        note(passage, '', started)
        return answer
      } catch (thrown) {
        const { answer, code } = refuse(thrown, passage)
        note(passage, code, started)
        return answer
      }
    },
  }
}

function takenWhole(request: WireRequest): WholeRequest {
  const { body } = request
  if (body !== 'too-large') return { ...request, body }
  throw new ServiceError('RequestEntityTooLargeException', 'The request body is larger than 524288 bytes.')
}

function callerOf({ credential, region }: Verified, request: WireRequest, id: RequestId): Caller {
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
      sourceIp: request.remoteAddress.replace(/^::ffff:/, ''),
      userAgent: header(request, 'user-agent'),
      host: header(request, 'host'),
    },
  }
}
