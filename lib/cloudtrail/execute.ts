import { recordRejected } from '#audit/recorded.ts'
import { MAX_CHARACTERS, redactorOf } from '#audit/redact.ts'
import { filled } from '#audit/request-parameters.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName, Output } from '#model/cloudtrail/api.ts'
import { operations } from '#model/cloudtrail/shapes.ts'
import { shapeProblems } from '#model/validate.ts'
import { internalFailure, invalidInput } from './errors.ts'
import type { CloudTrailContext } from './operation.ts'
import type { CloudTrailPorts } from './ports.ts'
import { contextOf, recordedCall } from './recorded-call.ts'
import { operationNamed } from './registry.ts'
import { endedEvent } from './trail.ts'

export type { Input as CloudTrailInput, OperationName as CloudTrailOperationName } from '#model/cloudtrail/api.ts'
export { isCloudTrailOperation, notBuilt } from './registry.ts'

/** The door of the service: every call that comes through is in the log before it is answered. */
export interface CloudTrail {
  /** Runs an operation. Throws ServiceError with AWS's code; every outcome is in the log by then. */
  execute<N extends OperationName>(name: N, input: Input<N>, caller: Caller): Promise<Output<N>>
  /** Records a call of a known caller that failed before it could be run: no such operation, no such input. */
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
}

export function createCloudTrail(ports: CloudTrailPorts): CloudTrail {
  return {
    execute(name, input, caller) {
      const shape = operations[name].input
      const call = {
        eventName: name,
        admission: ports.limits.admit(caller, `cloudtrail:${name}`, {}),
        requestParameters: filled(redactorOf(shape)(input, { left: MAX_CHARACTERS })),
        plan: (context: CloudTrailContext) => {
          validate(shape, input)
          return operationNamed(name).plan(input, context)
        },
      }
      return recordedCall(call, caller, ports)
    },
    async reject(operation, error, caller) {
      const event = endedEvent(operation, contextOf(ports, caller), { error })
      await recordRejected(ports.store, [event], internalFailure)
    },
  }
}

function validate(shape: string, input: unknown): void {
  const [first, ...more] = shapeProblems(shape, input)
  if (first) throw invalidInput([first, ...more])
}
