import { serviceFailure } from '#iam/errors.ts'
import type { Iam, IamInput, IamOperationName } from '#iam/execute.ts'
import { iamShapes, isIamOperation } from '#iam/execute.ts'
import { internalFailure } from '#sts/errors.ts'
import type { Sts, StsInput, StsOperationName } from '#sts/execute.ts'
import { isStsOperation, stsShapes } from '#sts/execute.ts'
import type { QueryService } from './query.ts'
import { signedFor } from './query.ts'

const IAM_VERSION = '2010-05-08'

/** AWS IAM on the wire. What is signed for no service at all is told apart by its version. */
export function iamService(iam: Iam): QueryService {
  return {
    service: 'iam',
    version: IAM_VERSION,
    isFor: (request, given) => {
      const service = signedFor(request)
      return service === undefined ? given.get('Version') === IAM_VERSION : service === 'iam'
    },
    shapesOf: (name) => (isIamOperation(name) ? iamShapes(name) : undefined),
    execute: (name, input, caller) =>
      iam.execute(name as IamOperationName, input as IamInput<IamOperationName>, caller),
    reject: (name, error, caller) => iam.reject(name, error, caller),
    internalError: serviceFailure,
  }
}

/** AWS STS on the wire: every other request that speaks AWS Query. */
export function stsService(sts: Sts): QueryService {
  return {
    service: 'sts',
    version: '2011-06-15',
    isFor: () => true,
    shapesOf: (name) => (isStsOperation(name) ? stsShapes(name) : undefined),
    execute: (name, input, caller) =>
      sts.execute(name as StsOperationName, input as StsInput<StsOperationName>, caller),
    reject: (name, error, caller) => sts.reject(name, error, caller),
    internalError: internalFailure,
  }
}
