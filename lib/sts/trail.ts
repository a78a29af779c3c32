import { type AuditedCall, callEvent } from '#audit/call-event.ts'
import type { EventDraft } from '#audit/event.ts'
import { isReadOnly } from '#audit/read-only.ts'
import type { Json } from '#audit/record.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { ServiceError } from '#kernel/service-error.ts'
import type { Admission } from '#kms/ports.ts'
import { metFaults } from '#kms/ports.ts'
import type { DecisionReference } from '#policy/reference.ts'
import type { StsContext } from './operation.ts'

/** What a call's event says beyond who called. */
export interface EndedCall {
  readonly decisions?: readonly DecisionReference[]
  readonly faults?: Admission['faults']
  /** How the other account, whose role it is, allowed; empty where the call was not authorized. */
  readonly allowances?: readonly DecisionReference[]
  readonly requestParameters?: Json
  readonly answer?: Json
  readonly error?: ServiceError
}

/** What AWS counts as reading although its name does not say so. */
const READS: ReadonlySet<string> = new Set(['AssumeRole'])

/**
 * The events of a call, whatever became of it: the caller's first, then that of the account whose role it is, where that
 * is another one and allowed (AWS IAM user guide, "Logging sign-in events for temporary credentials").
 */
export function endedEvents(
  eventName: string,
  context: StsContext,
  ended: EndedCall = {},
): readonly [EventDraft, ...EventDraft[]] {
  const { allowances = [] } = ended
  const owner = allowances[0]?.owner
  if (owner === undefined) return [endedEvent(eventName, context, ended)]
  const sharedEventId = context.ports.ids.uuid()
  const theirs = { sharedEventId, recipient: owner as AccountId }
  return [
    endedEvent(eventName, context, ended, { sharedEventId }),
    endedEvent(eventName, context, { ...ended, decisions: allowances }, theirs),
  ]
}

function endedEvent(
  eventName: string,
  { caller, now, ports }: StsContext,
  ended: EndedCall,
  shared: Pick<AuditedCall, 'sharedEventId' | 'recipient'> = {},
): EventDraft {
  const { decisions = [], faults = [], requestParameters = null, answer = null, error } = ended
  return callEvent({
    ...shared,
    caller,
    eventId: ports.ids.uuid(),
    time: now,
    wallTime: ports.clocks.wall.now(),
    eventSource: 'sts.amazonaws.com',
    eventName,
    readOnly: READS.has(eventName) || isReadOnly(eventName),
    requestParameters,
    responseElements: eventName === 'GetCallerIdentity' || eventName === 'GetAccessKeyInfo' ? null : answer,
    resources: error ? [] : assumed(decisions),
    decisions,
    ...metFaults(faults, error),
    ...(error && { error }),
  })
}

/** The role that was assumed. */
function assumed(decisions: readonly DecisionReference[]): readonly string[] {
  return decisions.flatMap(({ action, resource }) => (action === 'sts:AssumeRole' ? [resource] : []))
}
