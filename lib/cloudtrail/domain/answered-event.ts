import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { CloudTrailRecord } from '#audit/record.ts'
import { userNameOf } from '#audit/user-name.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Event } from '#model/cloudtrail/api.ts'

/** The text was written by this program, so its form is known. */
export function recordOf(event: AuditEvent): CloudTrailRecord {
  return (JSON.parse(event.text) as Envelope).record
}

/** An event as LookupEvents tells it: its record, and nothing of what decided on it. Times are in whole seconds. */
export function answeredEvent(event: AuditEvent): Event {
  const record = recordOf(event)
  const { accessKeyId } = record.userIdentity
  const userName = userNameOf(record)
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(typeof accessKeyId === 'string' && accessKeyId !== '' && { AccessKeyId: accessKeyId }),
    EventTime: Date.parse(record.eventTime) as EpochMillis,
    EventSource: record.eventSource,
    ...(userName !== undefined && { Username: userName }),
    Resources: (record.resources ?? []).map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: JSON.stringify(record),
  }
}
