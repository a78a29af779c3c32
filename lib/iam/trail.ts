import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import type { Json } from '#audit/record.ts'
import type { Region } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Admission, Caller } from '#kms/ports.ts'
import { metFaults } from '#kms/ports.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { IamContext } from './operation.ts'

/** AWS IAM is one service for all Regions; its records are those of this one (AWS IAM user guide, "CloudTrail"). */
const HOME = 'us-east-1' as Region

/** The caller as a global service sees it: wherever the request was signed for, it came here. */
export function atHome(caller: Caller): Caller {
  return { ...caller, scope: { ...caller.scope, region: HOME } }
}

/** What a call's event says beyond who called. */
export interface EndedCall {
  readonly decisions: readonly DecisionReference[]
  readonly faults?: Admission['faults']
  readonly requestParameters: Json
  readonly answer?: Json
  readonly error?: ServiceError
}

/** The event of a call, whatever became of it. */
export function endedEvent(eventName: string, context: IamContext, ended: EndedCall): EventDraft {
  const { caller, now, ports } = context
  const { decisions, faults = [], requestParameters, answer = null, error } = ended
  return callEvent({
    caller,
    eventId: ports.ids.uuid(),
    time: now,
    wallTime: ports.clocks.wall.now(),
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestParameters,
    responseElements: isReadOnly(eventName) ? null : answer,
    decisions,
    ...metFaults(faults, error),
    ...(error && { error }),
  })
}
