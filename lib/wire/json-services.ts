import { internalFailure } from '#cloudtrail/errors.ts'
import type { CloudTrail, CloudTrailInput, CloudTrailOperationName } from '#cloudtrail/execute.ts'
import { isCloudTrailOperation, notBuilt } from '#cloudtrail/execute.ts'
import { internal } from '#kms/errors.ts'
import type { Kms } from '#kms/execute.ts'
import type { Input, OperationName } from '#model/api.ts'
import { operations as cloudTrailOperations } from '#model/cloudtrail/shapes.ts'
import { isOperationName } from '#model/schema.ts'
import { operations } from '#model/shapes.ts'
import type { JsonService } from './json.ts'

/** AWS KMS on the wire. */
export function kmsService(kms: Kms): JsonService {
  return {
    service: 'kms',
    targets: ['TrentService.'],
    shapesOf: (name) => (isOperationName(name) ? operations[name] : undefined),
    execute: (name, input, caller) => kms.execute(name as OperationName, input as Input<OperationName>, caller),
    reject: (name, error, caller) => kms.reject(name, error, caller),
    internalError: internal,
  }
}

const CLOUD_TRAIL = 'CloudTrail_20131101.'

/** AWS CloudTrail on the wire. Some SDKs name its operations in full, others in short. */
export function cloudTrailService(cloudTrail: CloudTrail): JsonService {
  return {
    service: 'cloudtrail',
    targets: [`com.amazonaws.cloudtrail.v20131101.${CLOUD_TRAIL}`, CLOUD_TRAIL],
    shapesOf: (name) => (isCloudTrailOperation(name) ? cloudTrailOperations[name] : undefined),
    notBuilt,
    execute: (name, input, caller) =>
      cloudTrail.execute(name as CloudTrailOperationName, input as CloudTrailInput<CloudTrailOperationName>, caller),
    reject: (name, error, caller) => cloudTrail.reject(name, error, caller),
    internalError: internalFailure,
  }
}
