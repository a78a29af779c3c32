import type { Attempt } from '#audit/recorded.ts'
import { recorded, recordRejected } from '#audit/recorded.ts'
import { unobserved } from '#kernel/observer.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import { validateInput } from '#model/validate.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { tellsNothing } from '#policy/sides.ts'
import { AccessDenied, authorize } from './access.ts'
import { contextOf } from './context.ts'
import { checkGrantTokens } from './domain/grant-token.ts'
import { assertState } from './domain/key-states.ts'
import type { Write } from './domain/writes.ts'
import { dryRun, internal } from './errors.ts'
import type { Check, Context, Result } from './operation.ts'
import type { Admission, Caller, KeyRecord, Ports, Transaction } from './ports.ts'
import { probesOf } from './probes.ts'
import { operationNamed } from './registry.ts'
import { operationEvents, rejectedEvent } from './trail.ts'

/** The door of the service. Nothing else reaches an operation, so nothing skips authorization or the audit log. */
export interface Kms {
  /** Runs an operation. Throws ServiceError with AWS's code and words; every outcome is in the log by then. */
  execute<N extends OperationName>(name: N, input: Input<N>, caller: Caller): Promise<Output<N>>
  /** Records a call of a known caller that failed before it could be run: no such operation, no such input. */
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
}

export function createKms(ports: Ports): Kms {
  return {
    execute(name, input, caller) {
      const probes = probesOf(ports.xks)
      const admission = ports.limits.admit(caller, name, input)
      return recorded(ports.store, () => attempt(name, input, contextOf(ports, caller, probes), admission), internal)
    },
    async reject(operation, error, caller) {
      const context = contextOf(ports, caller)
      await recordRejected(ports.store, [rejectedEvent(operation, error, context)], internal)
    },
  }
}

/** What is known of a call while it runs, for its event, however it ends. */
interface Progress {
  checks: readonly Check[]
  readonly decisions: DecisionReference[]
  allowances: readonly DecisionReference[]
  readonly faults: Admission['faults']
}

async function attempt<N extends OperationName>(
  name: N,
  input: Input<N>,
  context: Context,
  admission: Admission,
): Promise<Attempt<Output<N>, Write>> {
  const progress: Progress = { checks: [], decisions: [], allowances: [], faults: admission.faults }
  try {
    const result = await perform(name, input, context, progress, admission)
    const events = operationEvents({ name, input, context, ...progress, result })
    const made = broughtAbout(progress.checks)
    return {
      outcome: { answer: result.answer },
      writes: joined(made.writes, result.writes ?? []),
      events: [...events, ...made.events, ...(result.events ?? [])],
    }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internal(thrown)
    const events = operationEvents({ name, input, context, ...progress, ...refusedBy(error, progress), error })
    const made = broughtAbout(progress.checks)
    return { outcome: { error }, writes: made.writes, events: [...events, ...made.events] }
  }
}

/** The refusal among the decisions; a key of which the caller is told nothing is not in its event either. */
function refusedBy(error: ServiceError, { checks, decisions }: Progress): Pick<Progress, 'checks' | 'decisions'> {
  if (!(error instanceof AccessDenied)) return { checks, decisions }
  const told = tellsNothing(error.decision) ? checks.slice(0, decisions.length) : checks
  return { checks: told, decisions: [...decisions, error.decision] }
}

/**
 * Keys that came to be because the call named them: AWS managed keys at their first use. They stay when the call is
 * refused, since the event tells of the key and of its policy.
 */
function broughtAbout(checks: readonly Check[]): Transaction {
  const made = [...new Set(keysOf(checks))].flatMap(({ unsaved }) => (unsaved ? [unsaved] : []))
  return { writes: made.flatMap(({ writes }) => writes), events: made.flatMap(({ events }) => events) }
}

function keysOf(checks: readonly Check[]): readonly KeyRecord[] {
  return checks.flatMap(({ resource }) => (resource.kind === 'key' ? [resource.record] : []))
}

/** A key that is made and changed by one call is written as it is in the end. */
function joined(made: readonly Write[], own: readonly Write[]): readonly Write[] {
  const changed = new Set(own.map(keyPut))
  return [...made.filter((write) => keyPut(write) === undefined || !changed.has(keyPut(write))), ...own]
}

function keyPut(write: Write): string | undefined {
  return write.act === 'put' && write.table === 'key' ? write.row.keyId : undefined
}

/** The way of a request. Nothing is written here; `recorded` commits what comes back, then it is answered. */
async function perform<N extends OperationName>(
  name: N,
  input: Input<N>,
  context: Context,
  progress: Progress,
  admission: Admission,
): Promise<Result<N>> {
  validateInput(name, input)
  const { step = unobserved } = context.ports
  const { id } = context.caller.request
  await admission.enter()
  checkGrantTokens(input, context)
  const isDryRun = 'DryRun' in input && input.DryRun === true
  const planned = async () => {
    const plan = await operationNamed(name).plan(input, { ...context, isDryRun })
    progress.checks = plan.checks
    return plan
  }
  const first = await planned()
  // A call that was held back is decided by what holds then.
  const plan = (await admission.onKeys(keysOf(first.checks))) ? await planned() : first
  progress.allowances = await step(id, 'authorize', () => authorize(plan.checks, context, progress.decisions))
  plan.fit?.()
  for (const record of plan.states) assertState(name, record)
  const result = await step(id, 'run', () => plan.run())
  if (isDryRun) throw dryRun()
  return result
}
