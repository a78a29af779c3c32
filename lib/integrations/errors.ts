import { ServiceError } from '#kernel/service-error.ts'
import type { KmsCall } from './ports.ts'

/** AWS KMS refused what a service asked of it: with its code, its words, and the call, so that it can be explained. */
export class KmsRefusal extends ServiceError {
  readonly kmsCall: KmsCall

  constructor(kmsCall: KmsCall, message: string, options?: ErrorOptions) {
    super(kmsCall.code, message, 'client', options)
    this.kmsCall = kmsCall
  }
}

/** By the code, and not by the class: there may be several copies of this module. */
export function isRefused(error: unknown, code: string): boolean {
  return error instanceof Error && 'kmsCall' in error && error.name === code
}

export const invalid = (message: string) => new ServiceError('ValidationException', message)
export const unknownOperation = (service: string, operation: string) =>
  new ServiceError('UnknownOperationException', `There is no operation ${operation} of a service ${service} here.`)
export const notThere = (what: string) => new ServiceError('ResourceNotFoundException', `There is no ${what}.`)
export const thereAlready = (what: string) => new ServiceError('ResourceExistsException', `There is ${what} already.`)
export const wrongState = (message: string) => new ServiceError('IncorrectStateException', message)
export const limitExceeded = (message: string) => new ServiceError('LimitExceededException', message)
/** What is stored does not open under the key that it was sealed with. */
export const damaged = (what: string) =>
  new ServiceError('DataCorruptedException', `${what} is not as it was written: its ciphertext does not open.`)
export const unreachable = (cause: unknown) =>
  new ServiceError('ServiceUnavailableException', 'AWS KMS gave no answer. Try again.', 'server', { cause })
