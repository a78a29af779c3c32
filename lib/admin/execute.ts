import { callEvent } from '#audit/call-event.ts'
import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Caller, WholeSandbox, Write } from '#kms/ports.ts'
import { internalFailure } from './errors.ts'
import type { AdminOperation, AdminOperationName, AdminOutput, AdminResult } from './operation.ts'
import type { AdminPorts } from './ports.ts'
import { registry } from './registry.ts'

export type { AdminInput, AdminOperationName, AdminOutput } from './operation.ts'

/** The door of the service: every call that comes through is in the log before it is answered. */
export interface Admin {
  /** `caller` is the root user of the first account: who holds its access key administers the installation. */
  execute<N extends AdminOperationName>(name: N, input: unknown, caller: Caller): Promise<AdminOutput<N>>
}

export function createAdmin(ports: AdminPorts): Admin {
  return {
    async execute(name, input, caller) {
      const { answer, settle } = await recorded(ports.store, () => attempt(name, input, caller, ports), internalFailure)
      try {
        return settle ? await settle(answer) : answer
      } catch (thrown) {
        throw errorOf(thrown)
      }
    },
  }
}

interface Settling<N extends AdminOperationName> {
  readonly answer: AdminOutput<N>
  readonly settle: AdminResult<N>['settle']
}

async function attempt<N extends AdminOperationName>(
  name: N,
  input: unknown,
  caller: Caller,
  ports: AdminPorts,
): Promise<Attempt<Settling<N>, Write, WholeSandbox>> {
  const operation: AdminOperation<N> = registry[name]
  try {
    const asked = operation.parse(input)
    const {
      answer,
      writes = [],
      events = [],
      whole,
      responseElements,
      settle,
    } = await operation.run(asked, caller, ports)
    const told = {
      requestParameters: without(operation.secrets, asked),
      ...(responseElements !== undefined && { responseElements }),
    }
    return {
      outcome: { answer: { answer, settle } },
      writes,
      events: [event(name, caller, ports, told), ...events],
      ...(whole && { whole }),
    }
  } catch (thrown) {
    const error = errorOf(thrown)
    return { outcome: { error }, writes: [], events: [event(name, caller, ports, { error })] }
  }
}

const errorOf = (thrown: unknown) => (isServiceError(thrown) ? thrown : internalFailure(thrown))

function without(secrets: readonly string[] = [], asked: object): Json {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !secrets.includes(name)))
}

interface Told {
  readonly requestParameters?: Json
  readonly responseElements?: Json
  readonly error?: ServiceError
}

function event(eventName: string, caller: Caller, { ids, clocks }: AdminPorts, told: Told) {
  return callEvent({
    caller,
    eventId: ids.uuid(),
    time: clocks.of(caller.scope.sandbox).now(),
    wallTime: clocks.wall.now(),
    eventSource: 'keystead',
    eventName,
    ...told,
  })
}
