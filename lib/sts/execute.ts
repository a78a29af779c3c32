import { recordable } from '#audit/query-values.ts'
import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded, recordRejected } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Admission, Caller } from '#kms/ports.ts'
import type { Members, MembersOf } from '#model/query/shape.ts'
import { validateQueryInput } from '#model/query/validate.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { AccessDenied } from './access.ts'
import { internalFailure } from './errors.ts'
import type { StsChecks, StsContext, StsOperation } from './operation.ts'
import type { StsPorts } from './ports.ts'
import type { StsInput, StsOperationName, StsOutput } from './registry.ts'
import { operationNamed } from './registry.ts'
import { endedEvents } from './trail.ts'

export type { StsInput, StsOperationName, StsOutput } from './registry.ts'
export { isStsOperation, operationNamed as stsShapes } from './registry.ts'

/** The door of the service: every call that comes through is in the log before it is answered. */
export interface Sts {
  /** Runs an operation. Throws ServiceError with AWS's code and words; every outcome is in the log by then. */
  execute<N extends StsOperationName>(name: N, input: StsInput<N>, caller: Caller): Promise<StsOutput<N>>
  /** Records a call of a known caller that failed before it could be run. */
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
}

export function createSts(ports: StsPorts): Sts {
  const contextFor = (caller: Caller) => ({ caller, now: ports.clocks.of(caller.scope.sandbox).now(), ports })
  return {
    execute<N extends StsOperationName>(name: N, input: StsInput<N>, caller: Caller) {
      const admission = ports.limits.admit(caller, `sts:${name}`, {})
      const once = () => attempt(name, operationNamed(name), input, contextFor(caller), admission)
      return recorded(ports.store, once, internalFailure) as Promise<StsOutput<N>>
    },
    async reject(operation, error, caller) {
      await recordRejected(ports.store, endedEvents(operation, contextFor(caller), { error }), internalFailure)
    },
  }
}

/** What is known of a call while it runs, for its event, however it ends. */
interface Progress {
  readonly faults: Admission['faults']
  readonly decisions: DecisionReference[]
  /** How the other account, whose role it is, allowed; empty where the call was not authorized. */
  allowances: readonly DecisionReference[]
  requestParameters: Json
}

async function attempt<O extends Members>(
  name: string,
  operation: StsOperation<Members, O>,
  input: unknown,
  context: StsContext,
  admission: Admission,
): Promise<Attempt<MembersOf<O>, never>> {
  const progress: Progress = { faults: admission.faults, decisions: [], allowances: [], requestParameters: null }
  try {
    validateQueryInput({ type: 'structure', members: operation.input }, input)
    progress.requestParameters = recordable(operation.input, input)
    await admission.enter()
    const plan = await operation.plan(input as Parameters<typeof operation.plan>[0], context)
    progress.allowances = await authorize(plan.checks, progress.decisions)
    const answer = await plan.run()
    const told = { ...progress, answer: recordable(operation.output, answer) }
    return { outcome: { answer }, writes: [], events: endedEvents(name, context, told) }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    if (error instanceof AccessDenied && error.decision) progress.decisions.push(error.decision)
    return { outcome: { error }, writes: [], events: endedEvents(name, context, { ...progress, error }) }
  }
}

/**
 * In order; the first refusal ends it. What was allowed is added to `decided`; a refusal brings its own. Answers how the
 * other account allowed.
 */
async function authorize(checks: StsChecks, decided: DecisionReference[]): Promise<readonly DecisionReference[]> {
  if (checks === 'nobody needs permission') return []
  const owners: DecisionReference[] = []
  for (const check of checks) {
    const { caller, owner } = await check()
    decided.push(caller)
    if (owner) owners.push(owner)
  }
  return owners
}
