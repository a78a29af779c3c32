import { isoSeconds } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import type { EventDraft } from './event.ts'
import type { JsonObject } from './record.ts'

/** What AWS has no event for: what Keystead itself does to its data. */
export interface SystemEvent {
  readonly sandbox: SandboxId
  /** In whose log it stands. */
  readonly account: AccountId
  readonly region: Region
  readonly eventId: string
  readonly eventName: SystemEventName
  readonly time: EpochMillis
  readonly wallTime: EpochMillis
  readonly details: JsonObject
}

export type SystemEventName =
  /** Rows changed without a call, or before the log accounted for rows. */
  | 'RecordRows'
  /** The log could not be written for a while, and calls failed. */
  | 'ResumeAuditLog'
  /** Old events were taken away; their tree stays. */
  | 'PruneAuditLog'

/** Who is behind such events. */
export const KEYSTEAD = 'keystead'

export function systemEvent({ details, ...event }: SystemEvent): EventDraft {
  const { account, region, eventId, eventName, time } = event
  return {
    sandbox: event.sandbox,
    account,
    region,
    eventId,
    requestId: null,
    eventTime: time,
    eventName,
    principal: KEYSTEAD,
    readOnly: false,
    outcome: 'ok',
    resources: [],
    keyUse: false,
    record: {
      awsRegion: region,
      eventCategory: 'Management',
      eventID: eventId,
      eventName,
      eventSource: KEYSTEAD,
      eventTime: isoSeconds(time),
      eventType: 'AwsServiceEvent',
      eventVersion: '1.11',
      managementEvent: true,
      readOnly: false,
      recipientAccountId: account,
      requestParameters: null,
      responseElements: null,
      serviceEventDetails: details,
      sourceIPAddress: KEYSTEAD,
      userAgent: KEYSTEAD,
      userIdentity: { accountId: account, invokedBy: KEYSTEAD },
    },
    decisions: [],
    wallTime: event.wallTime,
  }
}
