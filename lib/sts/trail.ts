import { callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import type { Json } from '#audit/record.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { StsContext } from './operation.ts'

/** What a call's event says beyond who called. */
export interface EndedCall {
  readonly decisions?: readonly DecisionReference[]
  readonly requestParameters?: Json
  readonly answer?: Json
  readonly error?: ServiceError
}

/** What AWS counts as reading although its name does not say so. */
const READS: ReadonlySet<string> = new Set(['AssumeRole'])

/** The event of a call, whatever became of it. */
export function endedEvent(eventName: string, { caller, now, ports }: StsContext, ended: EndedCall = {}): EventDraft {
  const { decisions = [], requestParameters = null, answer = null, error } = ended
  return callEvent({
    caller,
    eventId: ports.ids.uuid(),
    time: now,
    wallTime: ports.clocks.wall.now(),
    eventSource: 'sts.amazonaws.com',
    eventName,
    readOnly: READS.has(eventName) || isReadOnly(eventName),
    requestParameters,
    responseElements: eventName === 'GetCallerIdentity' || eventName === 'GetAccessKeyInfo' ? null : answer,
    decisions,
    ...(error && { error }),
  })
}
