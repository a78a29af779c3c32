import { ServiceError } from '#kernel/service-error.ts'

/*
 * AWS's own words, one function a text. Sources: AWS IAM API reference, and texts that AWS IAM is known to answer.
 */

const noSuchEntity = (message: string) => new ServiceError('NoSuchEntity', message)
const conflict = (message: string) => new ServiceError('DeleteConflict', message)

export const notFound = (kind: string, name: string) => noSuchEntity(`The ${kind} with name ${name} cannot be found.`)
export const accessKeyNotFound = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`)
export const policyNotFound = (arn: string) => noSuchEntity(`Policy ${arn} was not found.`)
export const notAttachable = (arn: string) => noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
export const boundaryNotFound = (arn: string) => noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
export const noBoundary = (kind: string, name: string) =>
  noSuchEntity(`The ${kind} ${name} does not have a permissions boundary.`)
export const versionNotFound = (arn: string, version: string) =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`)
export const noLoginProfile = (user: string) => noSuchEntity(`Login Profile for User ${user} cannot be found.`)

export const exists = (kind: 'User' | 'Group' | 'Role', name: string) =>
  new ServiceError('EntityAlreadyExists', `${kind} with name ${name} already exists.`)
export const policyExists = (name: string) =>
  new ServiceError('EntityAlreadyExists', `A policy called ${name} already exists. Duplicate names are not allowed.`)

export const hasAccessKeys = () => conflict('Cannot delete entity, must delete access keys first.')
export const hasAttachments = () => conflict('Cannot delete entity, must detach all policies first.')
export const hasInlinePolicies = () => conflict('Cannot delete entity, must delete policies first.')
export const hasMembers = () => conflict('Cannot delete entity, must remove users from group first.')
export const policyInUse = () => conflict('Cannot delete a policy attached to entities.')
export const hasVersions = () =>
  conflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  )
export const isDefaultVersion = () => conflict('Cannot delete the default version of a policy.')

const limitExceeded = (message: string) => new ServiceError('LimitExceeded', message)
export const overQuota = (quota: string, most: number) => limitExceeded(`Cannot exceed quota for ${quota}: ${most}`)
export const overInlineSize = (most: number, kind: string, name: string) =>
  limitExceeded(`Maximum policy size of ${most} bytes exceeded for ${kind} ${name}`)
export const tooManyVersions = (most: number) =>
  limitExceeded(
    `A managed policy can have up to ${most} versions. Before you create a new version, you must delete an existing version.`,
  )

export const malformedPolicy = (message: string) => new ServiceError('MalformedPolicyDocument', message)
const invalidInput = (message: string) => new ServiceError('InvalidInput', message)
export const invalidArn = (arn: string) => invalidInput(`ARN ${arn} is not valid.`)
export const duplicateTags = () =>
  invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
export const reservedTag = () => invalidInput('Tag keys beginning with aws: are reserved for system use.')
export const needsUserName = () =>
  new ServiceError('ValidationError', 'Must specify userName when calling with non-User credentials')
export const invalidMarker = () => new ServiceError('ValidationError', 'Invalid Marker.')

/** Of temporary credentials of a user, which cannot call AWS IAM without multi-factor authentication. */
export const invalidToken = () =>
  new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid')

/** Tells nothing of the cause, which goes to the log. */
export const serviceFailure = (cause: unknown) =>
  new ServiceError(
    'ServiceFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    'server',
    { cause },
  )
