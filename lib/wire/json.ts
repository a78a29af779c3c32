import type { RequestId } from '#kernel/ids.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { decodeBody } from '#model/decode.ts'
import { encodeBody } from '#model/encode.ts'
import type { WireResponse } from './message.ts'
import { header } from './message.ts'
import type { Call, Protocol } from './protocol.ts'
import { operationName } from './protocol.ts'

/** A service that speaks AWS JSON. */
export interface JsonService {
  readonly service: 'kms' | 'cloudtrail'
  /** What stands before the name of the operation in `X-Amz-Target`. */
  readonly targets: readonly string[]
  /** Names of the shapes of an operation that it has; without an output, a success has an empty body. */
  shapesOf(operation: string): { readonly input: string; readonly output?: string } | undefined
  /** What is answered to an operation that only AWS has; undefined for one that nobody has. */
  notBuilt?(operation: string): ServiceError | undefined
  execute(operation: string, input: unknown, caller: Caller): Promise<unknown>
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
  internalError(cause: unknown): ServiceError
}

/** AWS JSON 1.1. */
export function jsonProtocol(service: JsonService): Protocol {
  return {
    service: service.service,
    operationOf(request) {
      const target = header(request, 'x-amz-target')
      const prefix = service.targets.find((each) => target.startsWith(each))
      return prefix === undefined ? undefined : operationName(target.slice(prefix.length))
    },
    answer: (call) => answer(service, call),
    refuse: refusal,
    internalError: (cause) => service.internalError(cause),
  }
}

async function answer(service: JsonService, { operation, request, caller }: Call): Promise<WireResponse> {
  const shapes = service.shapesOf(operation)
  if (!shapes) {
    const error = service.notBuilt?.(operation) ?? unknownOperation()
    await service.reject(operation, error, caller)
    throw error
  }
  const input = await decoded(service, operation, shapes.input, request.body, caller)
  const output = await service.execute(operation, input, caller)
  return json(200, encodeBody(shapes.output, output), caller.request.id)
}

async function decoded(
  service: JsonService,
  operation: string,
  shape: string,
  body: Buffer,
  caller: Caller,
): Promise<unknown> {
  try {
    return decodeBody(shape, body)
  } catch (error) {
    if (isServiceError(error)) await service.reject(operation, error, caller)
    throw error
  }
}

/** AWS sends it without a message. */
export function unknownOperation(): ServiceError {
  return new ServiceError('UnknownOperationException')
}

/** HTTP 400 for every fault of the client and 500 for every other, whatever the model's traits say. */
function refusal(error: ServiceError, requestId: RequestId): WireResponse {
  const { code, message } = error
  return json(statusOf(error), JSON.stringify({ __type: code, ...(message ? { message } : {}) }), requestId)
}

function statusOf({ code, fault }: ServiceError): number {
  if (code === 'RequestEntityTooLargeException') return 413
  return fault === 'server' ? 500 : 400
}

function json(status: number, body: string, requestId: RequestId): WireResponse {
  const headers = {
    'x-amzn-RequestId': requestId,
    'Cache-Control': 'no-cache, no-store, must-revalidate, private',
    'Content-Type': 'application/x-amz-json-1.1',
  }
  return { status, headers, body }
}
