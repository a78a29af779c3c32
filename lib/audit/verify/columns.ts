import type { Envelope } from '../event.ts'
import type { LoggedEvent } from './source.ts'

/** The columns of an event that do not say what its text says: a search would miss it, or show it wrongly. */
export function wrongColumns(event: LoggedEvent, { record, facts, wallTime }: Envelope): readonly string[] {
  const resources = record.resources?.map(({ ARN }) => ARN) ?? []
  const said: readonly (readonly [name: string, is: unknown, must: unknown])[] = [
    ['account', event.account, record.recipientAccountId],
    ['region', event.region, record.awsRegion],
    ['eventId', event.eventId, record.eventID],
    ['eventName', event.eventName, record.eventName],
    ['readOnly', event.readOnly, record.readOnly],
    ['eventTime', Math.floor(event.eventTime / SECOND), Date.parse(record.eventTime) / SECOND],
    ['eventTime', event.eventTime, facts?.eventTime ?? event.eventTime],
    ['wallTime', event.wallTime, Date.parse(wallTime)],
    ['resources', event.resources.join('\n'), resources.join('\n')],
    ['segment', event.isInItsSegment, true],
    // Version 1 kept request ids of sign-ins, whose records have none, and had no facts to compare with.
    ['requestId', event.requestId, record.requestID ?? (facts ? null : event.requestId)],
    ['principal', event.principal, facts?.principal ?? event.principal],
    ['outcome', event.outcome, facts?.outcome ?? event.outcome],
    ['outcome', event.outcome === 'ok', record.errorCode === undefined && record.errorMessage === undefined],
    ['keyUse', event.keyUse, facts?.keyUse ?? event.keyUse],
  ]
  return [...new Set(said.filter(([, is, must]) => is !== must).map(([name]) => name))]
}

const SECOND = 1000
