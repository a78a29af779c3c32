import type { OperationName } from '#model/api.ts'
import { operations } from '#model/shapes.ts'
import type { JsonAnswer } from '../json-call.ts'
import type { Mutation } from './mutations.ts'

/** Any operation may give these (AWS KMS API reference, "Common Error Types"); a caller that is signed in gets no others. */
const COMMON = ['AccessDeniedException', 'SerializationException', 'ThrottlingException', 'ValidationException']

/** What Keystead does not have is refused so, also where AWS's model of the operation has no such error. */
const NOT_BUILT = /^Keystead does not /

/**
 * Where AWS's model of an operation has a member but no error for a bad one, Keystead gives the error that the other
 * operations with that member have.
 */
const UNLISTED: { readonly [N in OperationName]?: string } = {
  DescribeKey: 'InvalidGrantTokenException',
  ListKeyPolicies: 'InvalidMarkerException',
}

const READING =
  /^(NULL|NUMBER|STRING|TRUE|FALSE)_VALUE can not be converted to an? \w+$|^NULL_VALUE found where not expected$|^Start of (list|structure or map) found where not expected\.?$|^Expected (list or null|map or null|null)$/

const LONGEST_MILLIS = 1000

/** Whether an answer came too late. */
export function isLate(operation: OperationName, answer: JsonAnswer): boolean {
  return answer.millis > LONGEST_MILLIS && !isSlowByNature(operation, answer)
}

/** Making a wrapping key takes as long as it takes. */
export function isSlowByNature(operation: OperationName, { status }: JsonAnswer): boolean {
  return operation === 'GetParametersForImport' && status === 200
}

/** What is wrong with an answer whatever the input was: a fault of the server, late, or no error of the operation. */
export function unfitness(operation: OperationName, answer: JsonAnswer): string | undefined {
  const { status, millis } = answer
  if (status !== 200 && status !== 400) return shown(answer)
  if (isLate(operation, answer)) return `took ${millis.toFixed(0)} ms`
  return isAllowed(operation, answer) ? undefined : `${shown(answer)}: not an error of ${operation}`
}

function shown({ status, code, message }: JsonAnswer): string {
  return `${status} ${code}: ${message ?? '(no message)'}`
}

/** What is wrong with the answer to a mutation; undefined when nothing is. `usual` is the answer to the valid input. */
export function faultOf(
  operation: OperationName,
  { expected }: Mutation,
  answer: JsonAnswer,
  usual: JsonAnswer,
): string | undefined {
  const { code, message } = answer
  const unfit = unfitness(operation, answer)
  if (unfit !== undefined) return unfit
  switch (expected.kind) {
    case 'misread':
      return code === 'SerializationException' && READING.test(message ?? '')
        ? undefined
        : `${shown(answer)}: not misread`
    case 'broken':
      if (code === 'ValidationException' && message === expected.message) return undefined
      return `${shown(answer)}\n    instead of ${expected.message}`
    case 'unchanged':
      return code === usual.code ? undefined : `${shown(answer)}: unlike the valid input`
    case 'taken':
      return code === 'SerializationException' ? `${shown(answer)}: misread` : undefined
  }
}

function isAllowed(operation: OperationName, { code, message = '' }: JsonAnswer): boolean {
  if (code === '' || COMMON.includes(code)) return true
  if (code === 'UnsupportedOperationException' && NOT_BUILT.test(message)) return true
  if (UNLISTED[operation] === code) return true
  return operations[operation].errors.some((known) => known === code)
}
