import { envelopeText } from '#audit/canonical.ts'
import type { PackedEvent } from './messages.ts'
import type { Db } from './tables.ts'
import { jsonRows } from './tables.ts'

/** Events in one segment of the log, see the schema. */
export const SEGMENT = 512

/** The counter that holds the newest sequence number of a sandbox's log. */
export const seqCounter = (sandbox: string) => `seq/${sandbox}`

/**
 * Gives each event the next place in the log of its sandbox and writes them all, and the last use of their keys,
 * by one statement each: events are by far the most rows written. `counters` is moved on.
 */
export async function appendEvents(
  db: Db,
  events: readonly PackedEvent[],
  counters: Map<string, number>,
): Promise<void> {
  if (events.length === 0) return
  const rows: string[] = []
  const uses = new Map<string, string>()
  for (const event of events) {
    const counter = seqCounter(event.sandbox)
    const seq = (counters.get(counter) ?? 0) + 1
    counters.set(counter, seq)
    rows.push(eventRow(event, seq))
    for (const resource of event.uses) {
      const key = JSON.stringify([event.sandbox, event.account, event.region, resource])
      uses.set(key, `${key.slice(0, -1)},${seq}]`)
    }
  }
  await insertEvents(db, `[${rows.join(',')}]`)
  if (uses.size > 0) await upsertUses(db, `[${[...uses.values()].join(',')}]`)
}

function eventRow({ sandbox, account, region, columns, text }: PackedEvent, seq: number): string {
  const place = JSON.stringify([sandbox, seq, account, region, Math.floor(seq / SEGMENT)])
  return `${place.slice(0, -1)},${columns},${JSON.stringify(envelopeText(seq, text))}]`
}

function insertEvents(db: Db, json: string): Promise<number> {
  return db.$executeRaw`
    INSERT INTO "events" (
      "sandbox", "seq", "account", "region", "segment", "eventId", "requestId", "eventTime", "wallTime",
      "eventName", "principal", "readOnly", "outcome", "keyUse", "resource1", "resource2", "resources", "text"
    )
    SELECT
      value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8,
      value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, value->>17
    FROM ${jsonRows(json)}`
}

function upsertUses(db: Db, json: string): Promise<number> {
  return db.$executeRaw`
    INSERT INTO "key_uses" ("sandbox", "account", "region", "resource", "seq")
    SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM ${jsonRows(json)} WHERE true
    ON CONFLICT DO UPDATE SET "seq" = excluded."seq"`
}

/** Writes counters as they stand. */
export async function saveCounters(
  db: Db,
  counters: readonly (readonly [name: string, value: number])[],
): Promise<void> {
  if (counters.length === 0) return
  await db.$executeRaw`
    INSERT INTO "counters" ("name", "value")
    SELECT value->>0, value->>1 FROM ${jsonRows(JSON.stringify(counters))} WHERE true
    ON CONFLICT DO UPDATE SET "value" = excluded."value"`
}
