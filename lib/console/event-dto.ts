import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { CloudTrailRecord } from '#audit/record.ts'
import { userNameOf } from '#audit/user-name.ts'
import type { EventDto, EventRowDto, ExportedEventDto } from './dto/events.ts'

/** One line of the log. */
export function eventRow(event: AuditEvent): EventRowDto {
  return rowOf(event, recordOf(event))
}

/** One event with its record. */
export function eventDto(event: AuditEvent): EventDto {
  const { record, decisions } = envelopeOf(event)
  return {
    ...rowOf(event, record),
    userAgent: record.userAgent,
    ...(record.errorMessage ? { errorMessage: record.errorMessage } : {}),
    record: JSON.stringify(record, null, 2),
    checks: decisions.length,
  }
}

/** One event of an export: its line, and its record as a value. */
export function exportedEvent(event: AuditEvent): ExportedEventDto {
  const record = recordOf(event)
  return { row: rowOf(event, record), userAgent: record.userAgent, record }
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
    region: event.region,
    eventSource: record.eventSource,
    sourceIp: record.sourceIPAddress,
    ...optional('userName', userNameOf(record)),
    ...optional('accessKeyId', record.userIdentity.accessKeyId),
    ...optional('requestId', event.requestId),
    ...(keyArn ? { keyArn } : {}),
  }
}

function optional<N extends string>(name: N, value: unknown): { readonly [K in N]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { readonly [K in N]: string }) : {}
}

/** The CloudTrail record of an event. */
export function recordOf(event: AuditEvent): CloudTrailRecord {
  return envelopeOf(event).record
}

/** The text was written by this program, so its form is known. */
function envelopeOf(event: AuditEvent): Envelope {
  return JSON.parse(event.text) as Envelope
}
