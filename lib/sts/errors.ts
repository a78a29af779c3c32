import { ServiceError } from '#kernel/service-error.ts'
import { validationError } from '#model/query/validate.ts'

/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    'server',
    { cause },
  )

export const invalidArn = () => validationError('Request ARN is invalid')
export const tooLong = () =>
  validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
export const tooLongForChain = () =>
  validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.')
export const duplicateTags = () =>
  new ServiceError('InvalidParameterValue', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
export const tagConflict = () =>
  new ServiceError(
    'InvalidParameterValue',
    'One of the specified transitive tag keys cannot be set because it conflicts with a transitive tag key from the calling session.',
  )
export const reservedTag = () =>
  new ServiceError('InvalidParameterValue', 'Tag keys beginning with aws: are reserved for system use.')
export const tooManyTags = (most: number) =>
  new ServiceError('InvalidParameterValue', `A session can have up to ${most} tags.`)
export const transitiveWithoutTag = () =>
  new ServiceError('InvalidParameterValue', 'The specified transitive tag key must be included in the requested tags.')
export const noSuchPolicy = (arn: string) => validationError(`Policy ${arn} does not exist or is not attachable.`)
export const tooManyPolicies = (most: number) => validationError(`The number of session policies exceeds ${most}.`)
export const packedTooLarge = (percent: number) =>
  new ServiceError(
    'PackedPolicyTooLarge',
    `Packed size of the session policies and session tags consumes ${percent}% of allotted space, please use smaller ones.`,
  )
