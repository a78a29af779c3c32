import { recorded } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { internalFailure } from './errors.ts'
import type { StsOperation, StsOperationName, StsOutput } from './operation.ts'
import type { StsPorts } from './ports.ts'
import { registry } from './registry.ts'
import { callEvent } from './trail.ts'

export type { StsOperationName, StsOutput } from './operation.ts'
export { isStsOperation } from './registry.ts'

/** The door of the service: every call that comes through is in the log before it is answered. */
export interface Sts {
  execute<N extends StsOperationName>(name: N, caller: Caller): Promise<StsOutput<N>>
  /** Records a call of a known caller that failed before it could be run. */
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
}

/** No operation here needs a permission, so nothing is authorized. */
export function createSts(ports: StsPorts): Sts {
  return {
    execute(name, caller) {
      const attempt = async () => ({
        outcome: { answer: run(name, caller) },
        writes: [],
        events: [callEvent(name, caller, ports)] as const,
      })
      return recorded(ports.store, attempt, internalFailure)
    },
    async reject(operation, error, caller) {
      await ports.store.commit({ writes: [], events: [callEvent(operation, caller, ports, error)] })
    },
  }
}

function run<N extends StsOperationName>(name: N, caller: Caller): StsOutput<N> {
  const operation: StsOperation<N> = registry[name]
  return operation.run(caller)
}
