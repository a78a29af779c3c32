import { ServiceError } from '#kernel/service-error.ts'

/** What AWS's Query services answer to an operation, or a version of the API, that they do not have. */
export const invalidAction = (operation: string, version: string) =>
  new ServiceError(
    'InvalidAction',
    `Could not find operation ${operation} for version ${version || 'NO_VERSION_SPECIFIED'}`,
  )

/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    'server',
    { cause },
  )
