import type { RequestId } from '#kernel/ids.ts'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import { internal } from '#kms/errors.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { decodeInput } from '#model/decode.ts'
import { encodeOutput } from '#model/encode.ts'
import type { WireResponse } from './message.ts'
import { header } from './message.ts'
import type { Call, Protocol } from './protocol.ts'
import { operationName } from './protocol.ts'

const TARGET_PREFIX = 'TrentService.'
const known: ReadonlySet<string> = new Set(operationNames)
const isOperationName = (name: string): name is OperationName => known.has(name)

/** AWS JSON 1.1, as AWS KMS speaks it. */
export function kmsJson(kms: Kms): Protocol {
  return {
    service: 'kms',
    operationOf(request) {
      const target = header(request, 'x-amz-target')
      return target.startsWith(TARGET_PREFIX) ? operationName(target.slice(TARGET_PREFIX.length)) : undefined
    },
    answer: (call) => answer(kms, call),
    refuse: refusal,
    internalError: internal,
  }
}

async function answer(kms: Kms, { operation, request, caller }: Call): Promise<WireResponse> {
  if (!isOperationName(operation)) {
    const error = unknownOperation()
    await kms.reject(operation, error, caller)
    throw error
  }
  return run(kms, operation, request.body, caller)
}

async function run<N extends OperationName>(kms: Kms, name: N, body: Buffer, caller: Caller): Promise<WireResponse> {
  const input = await decoded(kms, name, body, caller)
  const output = await kms.execute(name, input, caller)
  return json(200, encodeOutput(name, output) ?? '', caller.request.id)
}

async function decoded<N extends OperationName>(kms: Kms, name: N, body: Buffer, caller: Caller): Promise<Input<N>> {
  try {
    return decodeInput(name, body)
  } catch (error) {
    if (isServiceError(error)) await kms.reject(name, error, caller)
    throw error
  }
}

/** AWS sends it without a message. */
export function unknownOperation(): ServiceError {
  return new ServiceError('UnknownOperationException')
}

/** HTTP 400 for every fault of the client and 500 for every other, whatever the model's traits say. */
export function refusal(error: ServiceError, requestId: RequestId): WireResponse {
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
