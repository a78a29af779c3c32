const brand = Symbol.for('keystead.service-error')

/** Who is at fault: decides between HTTP 400 and 500 on the wire (AWS JSON 1.1). */
export type Fault = 'client' | 'server'

/**
 * An answer of a service that is not a success. `code` is the AWS name of the exception;
 * an empty `message` means that AWS sends no message member at all.
 */
export class ServiceError extends Error {
  readonly [brand] = true
  readonly code: string
  readonly fault: Fault

  constructor(code: string, message = '', fault: Fault = 'client', options?: ErrorOptions) {
    super(message, options)
    this.name = code
    this.code = code
    this.fault = fault
  }
}

/** Recognises by brand, not by class: the server and Next's bundles hold several copies of this module. */
export function isServiceError(value: unknown): value is ServiceError {
  return value instanceof Error && brand in value
}
