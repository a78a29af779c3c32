import type { RequestId } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Instance } from '#runtime/instance.ts'
import type { ErrorDto } from './dto/result.ts'

/** A call that the service refused, with the id under which the refusal is recorded. */
export class Called extends Error {
  readonly error: ErrorDto

  constructor(error: ErrorDto, options?: ErrorOptions) {
    super(`${error.code}: ${error.message}`, options)
    this.error = error
  }

  /**
   * Wraps what the service threw; what it did not mean to throw stays as it is. A failure of ours is told to the operator,
   * because the page is told nothing of its cause.
   */
  static of(thrown: unknown, requestId: RequestId, { error }: Pick<Instance['log'], 'error'>): unknown {
    if (!isServiceError(thrown)) return thrown
    if (thrown.fault === 'server') error('failed', thrown.cause ?? thrown, { requestId })
    return new Called({ code: thrown.code, message: thrown.message, requestId }, { cause: thrown })
  }
}

/** The error to show, or undefined when this is not an answer of the service. */
export function errorDto(thrown: unknown): ErrorDto | undefined {
  return thrown instanceof Called ? thrown.error : undefined
}
