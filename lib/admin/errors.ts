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
export const demoRefused = (reason: string) =>
  new ServiceError(
    'InstallationNotFreshException',
    `The sample goes into a fresh installation only, because its events carry times of the past: ${reason}. Start a server on an empty data folder (KEYSTEAD_DATA_DIR) and load it there.`,
  )
export const demoUnderWay = () => new ServiceError('DemoUnderWayException', 'The sample is being loaded already.')
export const noSuchSandbox = (id: string) => new ServiceError('NotFoundException', `There is no sandbox ${id}.`)
export const noSuchSnapshot = (id: string, name: string) =>
  new ServiceError('NotFoundException', `The sandbox ${id} has no snapshot ${name}.`)
export const accessKeyTaken = (accessKeyId: string, sandbox: string) =>
  new ServiceError(
    'ConflictException',
    `The access key ${accessKeyId} of that time is in ${sandbox} now, and no two can have it: delete it there first.`,
  )
export const tooManySnapshots = (id: string, most: number) =>
  new ServiceError(
    'LimitExceededException',
    `The sandbox ${id} has ${most} snapshots, which is as many as it may have.`,
  )
export const sandboxExists = (id: string) =>
  new ServiceError('SandboxAlreadyExistsException', `There is a sandbox ${id} already.`)
export const tooManySandboxes = (most: number) =>
  new ServiceError(
    'LimitExceededException',
    `There are ${most} sandboxes, which is as many as there may be: delete some.`,
  )
export const noSuchScenario = (name: string) => new ServiceError('NotFoundException', `There is no scenario ${name}.`)
export const scenarioNotStarted = (name: string) =>
  new ServiceError('ScenarioNotStartedException', `The scenario ${name} is not being played: start it first.`)
export const scenarioStep = (message: string, cause?: unknown) =>
  new ServiceError('ScenarioStepException', message, 'client', { cause })
export const mainIsFixed = () =>
  new ServiceError(
    'ValidationException',
    'main is not a sandbox that can be read or changed here: it follows the system clock and can be neither moved, reset, nor deleted.',
  )
export const unknownOperation = () => new ServiceError('UnknownOperationException', 'There is nothing here.')
/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request could not be processed.', 'server', { cause })
