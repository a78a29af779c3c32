import type { KeyArn } from '#kernel/ids.ts'
import { ServiceError } from '#kernel/service-error.ts'

/*
 * AWS's own words, one function a text. Where AWS sends no message member there is none here.
 * Sources: AWS KMS API reference, and texts recorded from AWS.
 */

export const keyNotFound = (arn: KeyArn) => new ServiceError('NotFoundException', `Key '${arn}' does not exist`)
export const invalidKeyId = (value: string) => new ServiceError('NotFoundException', `Invalid keyId '${value}'`)
export const otherRegion = (region: string) => new ServiceError('NotFoundException', `Invalid arn ${region}`)
export const aliasNotFound = (arn: string) => new ServiceError('NotFoundException', `Alias ${arn} is not found.`)
export const policyNotFound = (name: string) => new ServiceError('NotFoundException', `No such policy exists: ${name}`)
export const aliasExists = (arn: string) =>
  new ServiceError('AlreadyExistsException', `An alias with the name ${arn} already exists`)

export const keyExistsThere = (region: string, arn: KeyArn) =>
  new ServiceError(
    'AlreadyExistsException',
    `Unable to replicate key to region ${region}, as key ${arn} already exists there`,
  )
export const reservedAlias = () => new ServiceError('NotAuthorizedException')
export const invalidAliasName = (name: string) =>
  new ServiceError('InvalidAliasNameException', `Alias name ${name} holds characters that are not allowed.`)
export const grantNotFound = (id: string) => new ServiceError('NotFoundException', `Grant ID ${id} not found`)
export const invalidGrantToken = () => new ServiceError('InvalidGrantTokenException')
export const materialNotFound = (id: string) =>
  new ServiceError('NotFoundException', `Key material ${id} does not exist`)
export const invalidPrincipal = (arn: string) =>
  new ServiceError('InvalidArnException', `ARN does not refer to a valid principal: ${arn}`)

export const disabled = (arn: KeyArn) => new ServiceError('DisabledException', `${arn} is disabled.`)
export const pendingImport = (arn: KeyArn) => invalidState(`${arn} is pending import.`)
export const invalidState = (message: string) => new ServiceError('KMSInvalidStateException', message)
export const invalidUsage = (message: string) => new ServiceError('InvalidKeyUsageException', message)
export const invalidCiphertext = () => new ServiceError('InvalidCiphertextException')
export const incorrectKey = () =>
  new ServiceError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  )

export const invalidSignature = () => new ServiceError('KMSInvalidSignatureException')
export const invalidMac = () => new ServiceError('KMSInvalidMacException')
export const incorrectKeyMaterial = () => new ServiceError('IncorrectKeyMaterialException')
export const invalidImportToken = () => new ServiceError('InvalidImportTokenException')
export const expiredImportToken = () => new ServiceError('ExpiredImportTokenException')
/** Of an operation that imported key material does not allow, and of one that only it allows. */
export const wrongOrigin = (arn: KeyArn, origin: string) =>
  unsupported(`${arn} origin is ${origin} which is not valid for this operation.`)

export const invalid = (message: string) => new ServiceError('ValidationException', message)
/** The form in which AWS reports a member that its model let through and the service does not. */
export const invalidMember = (value: string | number, member: string, constraint: string) =>
  invalid(`1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`)
export const malformedPolicy = (message: string) => new ServiceError('MalformedPolicyDocumentException', message)
export const tagProblem = (message: string) => new ServiceError('TagException', message)
export const limitExceeded = (message: string) => new ServiceError('LimitExceededException', message)
export const invalidMarker = () => new ServiceError('InvalidMarkerException')
export const conflict = (message: string) => new ServiceError('ConflictException', message)
export const dryRun = () =>
  new ServiceError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.')
export const throttled = () =>
  new ServiceError(
    'ThrottlingException',
    'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  )
/** Ours: AWS has what is asked for, Keystead does not. `message` says what. */
export const unsupported = (message = '') => new ServiceError('UnsupportedOperationException', message)
export const internal = (cause: unknown) =>
  new ServiceError(
    'KMSInternalException',
    'The request was rejected because an internal exception occurred.',
    'server',
    {
      cause,
    },
  )
