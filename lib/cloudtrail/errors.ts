import { ServiceError } from '#kernel/service-error.ts'
import type { Problem } from '#model/validate.ts'
import { problemsText } from '#model/validate.ts'

/*
 * AWS CloudTrail's exceptions. Their texts are not recorded anywhere: those here follow the words of its API reference.
 */

/** Members of requests whose faults have exceptions of their own. */
const OF_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['eventCategory', 'InvalidEventCategoryException'],
  ['lookupAttributes', 'InvalidLookupAttributesException'],
  ['maxResults', 'InvalidMaxResultsException'],
])

/** What an input breaks of its model; the first fault gives the exception. */
export function invalidInput(problems: readonly [Problem, ...Problem[]]): ServiceError {
  const [member = ''] = problems[0].path.split('.')
  return new ServiceError(OF_MEMBERS.get(member) ?? 'ValidationException', problemsText(problems))
}

const invalidAttributes = (message: string) => new ServiceError('InvalidLookupAttributesException', message)
export const tooManyAttributes = () => invalidAttributes('The list of lookup attributes can contain only one item.')
export const invalidReadOnly = () =>
  invalidAttributes('The value of the lookup attribute ReadOnly must be true or false.')
export const invalidTimeRange = () =>
  new ServiceError('InvalidTimeRangeException', 'The start time occurs after the end time.')
export const invalidNextToken = () =>
  new ServiceError(
    'InvalidNextTokenException',
    'The token is not valid, or it was previously used in a request with different parameters.',
  )

/** Ours: AWS has the operation, Keystead does not. */
export const unsupported = (operation: string) =>
  new ServiceError('UnsupportedOperationException', `Keystead does not offer ${operation} yet.`)

/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError('InternalFailure', 'The request was rejected because an internal exception occurred.', 'server', {
    cause,
  })
