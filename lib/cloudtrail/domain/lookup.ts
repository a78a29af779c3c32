import type { EventAttribute } from '#audit/attributes.ts'
import type { AuditEvent } from '#audit/event.ts'
import type { EventFilter, EventQuery } from '#audit/event-query.ts'
import { KEYSTEAD } from '#audit/system-event.ts'
import { DAY } from '#kernel/clock.ts'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import type { LookupAttribute, LookupAttributeKey, LookupEventsRequest } from '#model/cloudtrail/api.ts'
import { invalidReadOnly, invalidTimeRange, tooManyAttributes } from '../errors.ts'
import { recordOf } from './answered-event.ts'

/** What LookupEvents reads of the log. */
export interface Lookup {
  readonly query: Pick<EventQuery, 'filters' | 'from' | 'to'>
  /** Which of the events that the log gives are meant, where it cannot tell itself. */
  readonly keeps?: (event: AuditEvent) => boolean
}

const KEPT = 90 * DAY
const SECOND = 1000

/** What the service records of itself and of its administration is no event of AWS. */
const OF_AWS: EventFilter = { attribute: 'eventSource', values: [KEYSTEAD], not: true }

const ATTRIBUTES: Readonly<Record<Exclude<LookupAttributeKey, 'ResourceType'>, EventAttribute>> = {
  AccessKeyId: 'accessKeyId',
  EventId: 'eventId',
  EventName: 'eventName',
  EventSource: 'eventSource',
  ReadOnly: 'readOnly',
  ResourceName: 'resource',
  Username: 'userName',
}

/** Throws InvalidLookupAttributesException and InvalidTimeRangeException. */
export function lookupOf(input: LookupEventsRequest, region: Region, now: EpochMillis): Lookup {
  const { LookupAttributes: [attribute, ...more] = [] } = input
  if (more.length > 0) throw tooManyAttributes()
  const place: EventFilter = { attribute: 'region', values: [region] }
  const query = { filters: [place, OF_AWS, ...filtersOf(attribute)], ...timesOf(input, now) }
  return attribute?.AttributeKey === 'ResourceType' ? { query, keeps: ofType(attribute.AttributeValue) } : { query }
}

function filtersOf(asked: LookupAttribute | undefined): readonly EventFilter[] {
  if (asked === undefined || asked.AttributeKey === 'ResourceType') return []
  const { AttributeKey: key, AttributeValue: value } = asked
  if (key === 'ReadOnly' && value !== 'true' && value !== 'false') throw invalidReadOnly()
  return [{ attribute: ATTRIBUTES[key], values: [value] }]
}

/** The log finds no events by the types of their resources. */
function ofType(value: string): (event: AuditEvent) => boolean {
  return (event) => recordOf(event).resources?.some(({ type }) => type === value) ?? false
}

/** At most the last 90 days. Records tell times in whole seconds, so an end takes in all of its second. */
function timesOf({ StartTime = 0 as EpochMillis, EndTime }: LookupEventsRequest, now: EpochMillis) {
  if (EndTime !== undefined && StartTime > EndTime) throw invalidTimeRange()
  const from = Math.max(StartTime, now - KEPT) as EpochMillis
  if (EndTime === undefined) return { from }
  return { from, to: (Math.floor(EndTime / SECOND) * SECOND + SECOND - 1) as EpochMillis }
}
