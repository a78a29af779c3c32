import type { Database } from 'better-sqlite3'
import { draftText, envelopeText } from '#audit/canonical.ts'
import type { EventDraft } from '#audit/event.ts'
import { leafHash, Tree } from '#audit/merkle.ts'
import { SEGMENT_LEVEL, segmentOf } from '#audit/segment.ts'
import { systemEvent } from '#audit/system-event.ts'
import { systemClock } from '#kernel/clock.ts'
import type { AccountId, Region } from '#kernel/ids.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { allRows } from './all-rows.ts'
import { seqCounter } from './append.ts'

/** How many events are read at once. */
const BATCH = 1000
/** How many rows one event accounts for. */
const ROWS_AN_EVENT = 500

interface StoredText {
  readonly seq: number
  readonly text: string
}

/**
 * Makes the log of a database that was written before logs had trees provable: hashes its events into a tree, and
 * accounts for all rows by events of its own. Older databases have the log of the sandbox `main` only.
 */
export function sealOlderLog(database: Database): void {
  const older = database.prepare<[string, number, number], StoredText>(
    'SELECT "seq", "text" FROM "events" WHERE "sandbox" = ? AND "seq" > ? ORDER BY "seq" LIMIT ?',
  )
  const setLeaf = database.prepare('UPDATE "events" SET "leaf" = ? WHERE "sandbox" = ? AND "seq" = ?')
  const insertSegment = database.prepare('INSERT INTO "segments" VALUES (?, ?, ?)')
  let tree = Tree.empty
  const grow = (seq: number, text: string) => {
    const leaf = leafHash(text)
    tree = tree.append(leaf, (level, root) => {
      if (level === SEGMENT_LEVEL) insertSegment.run(MAIN_SANDBOX, segmentOf(seq), root)
    })
    return leaf
  }
  for (let texts = older.all(MAIN_SANDBOX, 0, BATCH); texts.length > 0; ) {
    for (const { seq, text } of texts) setLeaf.run(grow(seq, text), MAIN_SANDBOX, seq)
    texts = older.all(MAIN_SANDBOX, tree.size, BATCH)
  }

  const rows = allRows(database)
  if (rows.length === 0) return
  const place = placeOf(database)
  for (let from = 0; from < rows.length; from += ROWS_AN_EVENT) {
    const draft = recordRows(place)
    const seq = tree.size + 1
    const text = envelopeText(seq, draftText(draft, rows.slice(from, from + ROWS_AN_EVENT)))
    insertEvent(database, draft, seq, text, grow(seq, text))
  }
  database
    .prepare('INSERT INTO "counters" VALUES (?, ?) ON CONFLICT DO UPDATE SET "value" = excluded."value"')
    .run(seqCounter(MAIN_SANDBOX), tree.size)
}

interface Place {
  readonly account: AccountId
  readonly region: Region
}

/** Where the newest event stands, else where there are keys, else in the first account; a start that was cut off has none. */
function placeOf(database: Database): Place {
  const read = (sql: string) => database.prepare<[], Place>(sql).get()
  return (
    read('SELECT "account", "region" FROM "events" ORDER BY "seq" DESC LIMIT 1') ??
    read('SELECT "account", "region" FROM "keys" LIMIT 1') ?? {
      account: read('SELECT "account" FROM "accounts" ORDER BY "createdAt" LIMIT 1')?.account ?? NO_ACCOUNT,
      region: FIRST_REGION,
    }
  )
}

const NO_ACCOUNT = '000000000000' as AccountId
const FIRST_REGION = 'us-east-1' as Region

function recordRows({ account, region }: Place): EventDraft {
  const now = systemClock.now()
  const event = { sandbox: MAIN_SANDBOX, account, region, eventId: systemIds.uuid() }
  return systemEvent({ ...event, eventName: 'RecordRows', time: now, wallTime: now, details: {} })
}

function insertEvent(database: Database, draft: EventDraft, seq: number, text: string, leaf: Buffer): void {
  const row = {
    ...{ sandbox: draft.sandbox, seq, account: draft.account, region: draft.region, segment: segmentOf(seq) },
    ...{ eventId: draft.eventId, eventTime: draft.eventTime, wallTime: draft.wallTime, eventName: draft.eventName },
    ...{ principal: draft.principal, readOnly: 0, outcome: draft.outcome, keyUse: 0, text, leaf },
  }
  const names = Object.keys(row)
  database
    .prepare(
      `INSERT INTO "events" (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map(() => '?').join()})`,
    )
    .run(...Object.values(row))
}
