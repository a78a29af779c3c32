import { envelopeText } from '#audit/canonical.ts'
import { type Hash, leafHash, Tree } from '#audit/merkle.ts'
import { SEGMENT_LEVEL, segmentOf } from '#audit/segment.ts'
import type { Driver } from './client.ts'
import type { PackedEvent } from './messages.ts'

/** The rows of a statement's parameter. SQLite reads `jsonb_each` twice as fast as `json_each`. */
const JSON_ROWS = 'jsonb_each(?)'

/** The counter that holds the newest sequence number of a sandbox's log. */
export const seqCounter = (sandbox: string) => `seq/${sandbox}`

/**
 * Gives each event the next place in the log of its sandbox and in its tree, and writes them all, and the last use of
 * their keys, by one statement each: events are by far the most rows written. `trees` is moved on.
 */
export async function appendEvents(
  driver: Driver,
  events: readonly PackedEvent[],
  trees: Map<string, Tree>,
): Promise<void> {
  if (events.length === 0) return
  const rows: string[] = []
  const segments: (readonly [sandbox: string, segment: number, root: string])[] = []
  const uses = new Map<string, string>()
  for (const event of events) {
    const { sandbox } = event
    const tree = trees.get(sandbox) ?? Tree.empty
    const seq = tree.size + 1
    const text = envelopeText(seq, event.text)
    const leaf = leafHash(text)
    const complete = (level: number, root: Hash) => {
      if (level === SEGMENT_LEVEL) segments.push([sandbox, segmentOf(seq), root.toString('hex')])
    }
    trees.set(sandbox, tree.append(leaf, complete))
    rows.push(eventRow(event, seq, text, leaf))
    for (const resource of event.uses) {
      const key = JSON.stringify([sandbox, event.account, event.region, resource])
      uses.set(key, `${key.slice(0, -1)},${seq}]`)
    }
  }
  await run(driver, INSERT_EVENTS, `[${rows.join(',')}]`)
  if (segments.length > 0) await run(driver, INSERT_SEGMENTS, JSON.stringify(segments))
  if (uses.size > 0) await run(driver, UPSERT_USES, `[${[...uses.values()].join(',')}]`)
}

function eventRow({ sandbox, account, region, columns }: PackedEvent, seq: number, text: string, leaf: Hash): string {
  const place = JSON.stringify([sandbox, seq, account, region, segmentOf(seq)])
  return `${place.slice(0, -1)},${columns},${JSON.stringify(text)},"${leaf.toString('hex')}"]`
}

const INSERT_EVENTS = `
  INSERT INTO "events" (
    "sandbox", "seq", "account", "region", "segment", "eventId", "requestId", "eventTime", "wallTime",
    "eventName", "principal", "readOnly", "outcome", "keyUse", "resource1", "resource2", "resources", "text", "leaf"
  )
  SELECT
    value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8,
    value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, value->>17,
    unhex(value->>18)
  FROM ${JSON_ROWS}`

const INSERT_SEGMENTS = `
  INSERT INTO "segments" ("sandbox", "segment", "root")
  SELECT value->>0, value->>1, unhex(value->>2) FROM ${JSON_ROWS}`

const UPSERT_USES = `
  INSERT INTO "key_uses" (
    "sandbox", "account", "region", "resource", "seq", "eventId", "requestId", "eventTime", "eventName", "principal"
  )
  SELECT
    e."sandbox", u.value->>1, u.value->>2, u.value->>3,
    e."seq", e."eventId", e."requestId", e."eventTime", e."eventName", e."principal"
  FROM ${JSON_ROWS} u
  CROSS JOIN "events" e ON e."sandbox" = u.value->>0 AND e."seq" = u.value->>4
  WHERE true
  ON CONFLICT DO UPDATE SET
    "seq" = excluded."seq", "eventId" = excluded."eventId", "requestId" = excluded."requestId",
    "eventTime" = excluded."eventTime", "eventName" = excluded."eventName", "principal" = excluded."principal"`

const UPSERT_COUNTERS = `
  INSERT INTO "counters" ("name", "value")
  SELECT value->>0, value->>1 FROM ${JSON_ROWS} WHERE true
  ON CONFLICT DO UPDATE SET "value" = excluded."value"`

/** Writes counters as they stand. */
export async function saveCounters(
  driver: Driver,
  counters: readonly (readonly [name: string, value: number])[],
): Promise<void> {
  if (counters.length > 0) await run(driver, UPSERT_COUNTERS, JSON.stringify(counters))
}

/** Past Prisma's client, which takes longer over a statement than SQLite. The one parameter is rows, in JSON. */
function run(driver: Driver, sql: string, rows: string): Promise<number> {
  return driver.executeRaw({ sql, args: [rows], argTypes: [{ scalarType: 'string', arity: 'scalar' }] })
}
