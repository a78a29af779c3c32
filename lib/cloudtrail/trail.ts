import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import type { Json } from '#audit/record.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Admission } from '#kms/ports.ts'
import { metFaults } from '#kms/ports.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { CloudTrailContext } from './operation.ts'

/** What a call's event says beyond who called. */
export interface EndedCall {
  readonly decisions?: readonly DecisionReference[]
  readonly faults?: Admission['faults']
  readonly requestParameters?: Json
  readonly error?: ServiceError
}

/** The event of a call, whatever became of it. All calls only read, so nothing of their answers is told. */
export function endedEvent(eventName: string, context: CloudTrailContext, ended: EndedCall): EventDraft {
  const { caller, now, ports } = context
  const { faults = [], ...told } = ended
  return callEvent({
    caller,
    eventId: ports.ids.uuid(),
    time: now,
    wallTime: ports.clocks.wall.now(),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    ...told,
    ...metFaults(faults, told.error),
  })
}
