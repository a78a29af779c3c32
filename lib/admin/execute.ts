import { callEvent } from '#audit/call-event.ts'
import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Caller, Write } from '#kms/ports.ts'
import { internalFailure } from './errors.ts'
import type { AdminOperation, AdminOperationName, AdminOutput } from './operation.ts'
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
    execute: (name, input, caller) => recorded(ports.store, () => attempt(name, input, caller, ports), internalFailure),
  }
}

async function attempt<N extends AdminOperationName>(
  name: N,
  input: unknown,
  caller: Caller,
  ports: AdminPorts,
): Promise<Attempt<AdminOutput<N>, Write>> {
  const operation: AdminOperation<N> = registry[name]
  try {
    const asked = operation.parse(input)
    const { answer, writes = [], responseElements } = await operation.run(asked, caller, ports)
    const told = {
      requestParameters: without(operation.secrets, asked),
      ...(responseElements !== undefined && { responseElements }),
    }
    return { outcome: { answer }, writes, events: [event(name, caller, ports, told)] }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    return { outcome: { error }, writes: [], events: [event(name, caller, ports, { error })] }
  }
}

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
