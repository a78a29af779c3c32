import { ServiceError } from '#kernel/service-error.ts'

export const invalid = (message: string) => new ServiceError('ValidationException', message)
export const accountExists = (account: string) =>
  new ServiceError('AccountAlreadyExistsException', `The account ${account} is hosted here already.`)
export const noSuchCall = (requestId: string) =>
  new ServiceError('NotFoundException', `The log of the account has no call with the request id ${requestId}.`)
export const unknownOperation = () => new ServiceError('UnknownOperationException', 'There is nothing here.')
/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request could not be processed.', 'server', { cause })
