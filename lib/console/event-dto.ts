import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { CloudTrailRecord } from '#audit/record.ts'
import type { EventDto, EventRowDto } from './dto/events.ts'

/** One line of the log. */
export function eventRow(event: AuditEvent): EventRowDto {
  return rowOf(event, recordOf(event))
}

/** One event with its record. */
export function eventDto(event: AuditEvent): EventDto {
  const { record, decisions } = envelopeOf(event)
  return {
    ...rowOf(event, record),
    ...(event.requestId ? { requestId: event.requestId } : {}),
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    ...(record.errorMessage ? { errorMessage: record.errorMessage } : {}),
    record: JSON.stringify(record, null, 2),
    checks: decisions.length,
  }
}

function rowOf(event: AuditEvent, record: CloudTrailRecord): EventRowDto {
  const keyArn = event.resources.find((arn) => arn.includes(':key/'))
  return {
    seq: event.seq,
    eventId: event.eventId,
    time: event.eventTime,
    eventName: event.eventName,
    principalArn: event.principal,
    outcome: event.outcome,
    ...(record.errorCode ? { errorCode: record.errorCode } : {}),
    readOnly: event.readOnly,
    ...(keyArn ? { keyArn } : {}),
  }
}

function recordOf(event: AuditEvent): CloudTrailRecord {
  return envelopeOf(event).record
}

/** The text was written by this program, so its form is known. */
function envelopeOf(event: AuditEvent): Envelope {
  return JSON.parse(event.text) as Envelope
}
