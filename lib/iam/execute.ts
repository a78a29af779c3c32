import { recordable } from '#audit/query-values.ts'
import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded, recordRejected } from '#audit/recorded.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Admission, Caller, Write } from '#kms/ports.ts'
import type { Members } from '#model/query/shape.ts'
import { validateQueryInput } from '#model/query/validate.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { AccessDenied, authorize } from './access.ts'
import { contextOf } from './context.ts'
import { invalidToken, serviceFailure } from './errors.ts'
import type { IamContext, IamOperation, IamResult } from './operation.ts'
import type { IamPorts } from './ports.ts'
import type { IamInput, IamOperationName, IamOutput } from './registry.ts'
import { operationNamed } from './registry.ts'
import { atHome, endedEvent } from './trail.ts'

export type { IamInput, IamOperationName, IamOutput } from './registry.ts'
export { isIamOperation, operationNamed as iamShapes } from './registry.ts'

/** The door of the service. Nothing else reaches an operation, so nothing skips authorization or the audit log. */
export interface Iam {
  /** Runs an operation. Throws ServiceError with AWS's code and words; every outcome is in the log by then. */
  execute<N extends IamOperationName>(name: N, input: IamInput<N>, caller: Caller): Promise<IamOutput<N>>
  /** Records a call of a known caller that failed before it could be run: no such operation, no such input. */
  reject(operation: string, error: ServiceError, caller: Caller): Promise<void>
}

export function createIam(ports: IamPorts): Iam {
  const contextFor = (caller: Caller) => contextOf(ports, atHome(caller))
  return {
    execute<N extends IamOperationName>(name: N, input: IamInput<N>, caller: Caller) {
      const admission = ports.limits.admit(caller, `iam:${name}`, {})
      const once = () => attempt(name, operationNamed(name), input, contextFor(caller), admission)
      return recorded(ports.store, once, serviceFailure) as Promise<IamOutput<N>>
    },
    async reject(name, error, caller) {
      const event = endedEvent(name, contextFor(caller), { decisions: [], requestParameters: null, error })
      await recordRejected(ports.store, [event], serviceFailure)
    },
  }
}

/** What is known of a call while it runs, for its event, however it ends. */
interface Progress {
  readonly faults: Admission['faults']
  readonly decisions: DecisionReference[]
  requestParameters: Json
}

async function attempt<O extends Members>(
  name: string,
  operation: IamOperation<Members, O>,
  input: unknown,
  context: IamContext,
  admission: Admission,
): Promise<Attempt<IamResult<O>['answer'], Write>> {
  const progress: Progress = { faults: admission.faults, decisions: [], requestParameters: null }
  try {
    const { answer, writes = [] } = await perform(operation, input, context, progress, admission)
    const told = { ...progress, answer: recordable(operation.output, answer) }
    return { outcome: { answer }, writes, events: [endedEvent(name, context, told)] }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : serviceFailure(thrown)
    if (error instanceof AccessDenied) progress.decisions.push(error.decision)
    return { outcome: { error }, writes: [], events: [endedEvent(name, context, { ...progress, error })] }
  }
}

/** The way of a request. Nothing is written here; `recorded` commits what comes back, then it is answered. */
async function perform<O extends Members>(
  operation: IamOperation<Members, O>,
  input: unknown,
  context: IamContext,
  progress: Progress,
  admission: Admission,
): Promise<IamResult<O>> {
  refuseSessionOfUser(context.caller)
  validateQueryInput({ type: 'structure', members: operation.input }, input)
  progress.requestParameters = recordable(operation.input, input)
  await admission.enter()
  const plan = await operation.plan(input as Parameters<typeof operation.plan>[0], context)
  await authorize(plan.checks, context, progress.decisions)
  return plan.run()
}

/** What GetSessionToken gives out is of no use here without MFA (AWS STS API reference, GetSessionToken). */
function refuseSessionOfUser({ principal, session }: Caller): void {
  if (session && !session.mfa && principal.kind !== 'assumed-role') throw invalidToken()
}
