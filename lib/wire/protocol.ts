import type { RequestId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { WireRequest, WireResponse } from './message.ts'

/** A request whose body was taken whole. */
export interface WholeRequest extends WireRequest {
  readonly body: Buffer
}

/** A call of a verified caller. */
export interface Call {
  readonly operation: string
  readonly request: WholeRequest
  readonly caller: Caller
}

/** How a service is spoken to: what a request asks for, and the form of answers and refusals. */
export interface Protocol {
  /** The service that the credential scope must name. */
  readonly service: 'kms' | 'iam' | 'sts' | 'cloudtrail'
  /** The operation that a request names, fit to be logged; undefined when it does not speak this protocol. */
  operationOf(request: WireRequest): string | undefined
  /** Decodes, executes and encodes. Throws ServiceError, by then in the audit log. */
  answer(call: Call): Promise<WireResponse>
  refuse(error: ServiceError, requestId: RequestId): WireResponse
  /** What stands in for an error that nobody foresaw; tells nothing of it. */
  internalError(cause: unknown): ServiceError
}

/** What a caller sent as the name of an operation, if it can be one; else a word for that. */
export function operationName(text: string): string {
  return /^[A-Za-z0-9]{1,64}$/.test(text) ? text : 'UnknownOperation'
}
