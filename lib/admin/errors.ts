import { ServiceError } from '#kernel/service-error.ts'

export const invalid = (message: string) => new ServiceError('ValidationException', message)
export const accountExists = (account: string) =>
  new ServiceError('AccountAlreadyExistsException', `The account ${account} is hosted here already.`)
export const clusterExists = (id: string) =>
  new ServiceError('ClusterAlreadyExistsException', `There is a simulated cluster ${id} already.`)
export const noSuchCluster = (id: string) =>
  new ServiceError('NotFoundException', `There is no simulated cluster ${id} in that account and Region.`)
export const noSuchCall = (requestId: string) =>
  new ServiceError('NotFoundException', `The log of the account has no call with the request id ${requestId}.`)
export const noSuchEvent = (eventId: string) =>
  new ServiceError('NotFoundException', `The log has no event ${eventId}.`)
export const notSigned = (eventId: string) =>
  new ServiceError('NotSignedException', `Event ${eventId} is not signed yet. Ask again in a second.`)
export const unknownOperation = () => new ServiceError('UnknownOperationException', 'There is nothing here.')
/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request could not be processed.', 'server', { cause })
