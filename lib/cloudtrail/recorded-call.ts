import type { Json } from '#audit/record.ts'
import type { Attempt } from '#audit/recorded.ts'
import { recorded } from '#audit/recorded.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { Admission, Caller } from '#kms/ports.ts'
import type { DecisionReference } from '#policy/reference.ts'
import { AccessDenied, authorize } from './access.ts'
import { internalFailure } from './errors.ts'
import type { CloudTrailContext, CloudTrailPlan } from './operation.ts'
import type { CloudTrailPorts } from './ports.ts'
import { endedEvent } from './trail.ts'

/** A call of the service, be it an operation or a read of the console. */
export interface Call<A> {
  readonly eventName: string
  /** Without anything secret; also of an input that is refused. */
  readonly requestParameters: Json
  /** What stands before it; nothing stands before a read of the console. */
  readonly admission?: Admission
  plan(context: CloudTrailContext): CloudTrailPlan<A>
}

/** A call's moment is read once, so that everything it does carries the same time. */
export function contextOf(ports: CloudTrailPorts, caller: Caller): CloudTrailContext {
  return { caller, now: ports.clocks.of(caller.scope.sandbox).now(), ports }
}

/** Authorizes and records a call: one event, durable before the answer. Nothing is read before the decision. */
export function recordedCall<A>(call: Call<A>, caller: Caller, ports: CloudTrailPorts): Promise<A> {
  return recorded(ports.store, () => attempt(call, contextOf(ports, caller)), internalFailure)
}

async function attempt<A>(call: Call<A>, context: CloudTrailContext): Promise<Attempt<A, never>> {
  const { eventName, requestParameters, admission } = call
  const told = { requestParameters, faults: admission?.faults ?? [] }
  const decisions: DecisionReference[] = []
  try {
    const plan = call.plan(context)
    await admission?.enter()
    await authorize(plan.checks, context, decisions)
    const answer = await plan.run()
    return {
      outcome: { answer },
      writes: [],
      events: [endedEvent(eventName, context, { ...told, decisions })],
    }
  } catch (thrown) {
    const error = isServiceError(thrown) ? thrown : internalFailure(thrown)
    if (error instanceof AccessDenied) decisions.push(error.decision)
    const ended = { ...told, decisions, error }
    return { outcome: { error }, writes: [], events: [endedEvent(eventName, context, ended)] }
  }
}
