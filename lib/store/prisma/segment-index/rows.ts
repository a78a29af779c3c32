import { type EventTraits, traitsOf } from '#audit/attributes.ts'
import type { AuditEvent, Envelope } from '#audit/event.ts'
import { SEGMENT, segmentOf } from '#audit/segment.ts'
import { StoreError } from '../../errors.ts'
import { seqCounter } from '../append.ts'
import type { Event } from '../generated/client.ts'
import type { Db } from '../tables.ts'

/** How many events are read by one statement. */
const SLICE = 256

/** The sequence number of the first event of a segment. */
export const firstOf = (segment: number) => segment * SEGMENT + 1

/** 0 for a log without events. */
export async function newestSeq(db: Db, sandbox: string): Promise<number> {
  const counter = await db.counter.findFirst({ where: { name: seqCounter(sandbox) } })
  return Number(counter?.value ?? 0)
}

/** How many segments of a log that ends with `newest` are complete. */
export const completeSegments = (newest: number) => segmentOf(newest + 1)

/** The events at these places, which are in falling order. */
export async function eventsAt(db: Db, sandbox: string, seqs: readonly number[]): Promise<AuditEvent[]> {
  const found: AuditEvent[] = []
  for (let from = 0; from < seqs.length; from += SLICE) {
    const where = { sandbox, seq: { in: seqs.slice(from, from + SLICE) } }
    found.push(...(await db.event.findMany({ where, orderBy: { seq: 'desc' } })).map(toEvent))
  }
  return found
}

/**
 * What the events from one place to another are found by, in their order. Throws StoreError `corrupt` for an event whose
 * text is none.
 */
export async function traitsBetween(db: Db, sandbox: string, from: number, to: number): Promise<EventTraits[]> {
  if (from > to) return []
  const rows = await db.$queryRaw<(Omit<Event, 'readOnly'> & { readonly readOnly: boolean | bigint })[]>`
    SELECT "seq", "account", "region", "eventId", "requestId", "eventTime", "eventName", "principal", "readOnly",
      "outcome", "resource1", "resource2", "resources", "text"
    FROM "events" WHERE "sandbox" = ${sandbox} AND "seq" BETWEEN ${from} AND ${to} ORDER BY "seq"`
  return rows.map((row) => {
    try {
      const event = toEvent({ ...row, readOnly: Boolean(row.readOnly) })
      return traitsOf(event, (JSON.parse(row.text) as Envelope).record)
    } catch (cause) {
      const message = `event ${row.seq} of the audit log of ${sandbox} cannot be read: it was changed by hand. Run keystead verify.`
      throw new StoreError('corrupt', message, { cause })
    }
  })
}

export function toEvent(row: Event): AuditEvent {
  const { segment: _segment, leaf: _leaf, resource1, resource2, resources, ...members } = row
  const event: Record<keyof AuditEvent, unknown> = {
    ...members,
    seq: Number(row.seq),
    eventTime: Number(row.eventTime),
    wallTime: Number(row.wallTime),
    resources: [resource1, resource2, ...parseMore(resources)].filter((resource) => resource !== null),
  }
  return event as AuditEvent
}

function parseMore(resources: string | null): string[] {
  return resources === null ? [] : JSON.parse(resources)
}
