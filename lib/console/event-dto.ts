import type { AuditEvent, Envelope } from '#audit/event.ts'
import type { CloudTrailRecord } from '#audit/record.ts'
import type { DecisionDto, EventDto, EventRowDto } from './dto/events.ts'

/** One line of the log. */
export function eventRow(event: AuditEvent): EventRowDto {
  return rowOf(event, recordOf(event))
}

/** One event with its record and with what decided it. */
export function eventDto(event: AuditEvent): EventDto {
  const { record, decisions } = envelopeOf(event)
  return {
    ...rowOf(event, record),
    ...(event.requestId ? { requestId: event.requestId } : {}),
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    ...(record.errorMessage ? { errorMessage: record.errorMessage } : {}),
    record: JSON.stringify(record, null, 2),
    decisions: decisions.map(decisionDto),
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

/** Decision references grow over time: what is not known here is shown as it stands. */
function decisionDto(decision: unknown, index: number): DecisionDto {
  const at = (name: string) => textAt(decision, name)
  return {
    number: index + 1,
    action: at('action'),
    resource: at('resource'),
    outcome: at('outcome'),
    by: byOf(decision),
  }
}

function byOf(decision: unknown): string {
  const statement = memberOf(decision, 'by')
  if (statement !== undefined) return statementWords(statement)
  const grant = textAt(decision, 'grant')
  if (grant !== '') return `grant ${grant}`
  const delegated = memberOf(decision, 'delegated')
  if (memberOf(decision, 'root') === true) {
    return delegated === undefined ? 'root user of the account' : `root user, ${statementWords(delegated)}`
  }
  const missing = textAt(decision, 'missing')
  return missing === ''
    ? ''
    : missing === 'resource'
      ? 'no such resource for this caller'
      : `no allow in the ${missing}`
}

function statementWords(statement: unknown): string {
  const sid = textAt(statement, 'sid')
  const number = memberOf(statement, 'statement')
  const name = sid === '' ? `statement ${typeof number === 'number' ? number + 1 : ''}` : sid
  return `${textAt(statement, 'kind')}, ${name}`.trim()
}

function textAt(value: unknown, name: string): string {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : ''
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
