import Database from 'better-sqlite3'
import type { RowDigest } from '#audit/event.ts'
import { segmentOf } from '#audit/segment.ts'
import { type Part, type PartFindings, readPart } from '#audit/verify/read-part.ts'
import type { LoggedEvent, LoggedUse, LogSource, SegmentRoot } from '#audit/verify/source.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { reasonOf, StoreError } from '../errors.ts'
import { allRows } from './all-rows.ts'
import { seqCounter } from './append.ts'
import { withIndexes } from './segment-index/check.ts'
import { INDEX_FORMAT } from './segment-index/layout.ts'

/** A database file that is only read: all reads see the same moment, whether a server has it open or not. */
export interface LogFile {
  /** What the installation is, by name; see lib/runtime/installation.ts. */
  instance(): ReadonlyMap<string, Uint8Array>
  /** Of logs that have events, or are said to. */
  sandboxes(): readonly SandboxId[]
  /** The events of a sandbox behind a sequence number, in order. */
  events(sandbox: SandboxId, after?: number): Iterable<LoggedEvent>
  /** `indexes`: whether reading a part compares the indexes that its events are searched by, too. */
  log(sandbox: SandboxId, options?: { readonly indexes: boolean }): LogSource
  /** The digests of all rows that the log accounts for. */
  rows(): readonly RowDigest[]
  close(): void
}

/** Throws StoreError `unusable` when it is no database that this version of Keystead reads. */
export function openLogFile(file: string): LogFile {
  const database = openReadOnly(file)
  const eventsAfter = database.prepare<[string, number], StoredEvent>(
    'SELECT * FROM "events" WHERE "sandbox" = ? AND "seq" > ? ORDER BY "seq"',
  )
  function* events(sandbox: string, after = 0): Iterable<LoggedEvent> {
    for (const row of eventsAfter.iterate(sandbox, after)) yield toEvent(row)
  }
  const indexOf = database.prepare<[string, number, number], Buffer>(
    'SELECT "data" FROM "event_indexes" WHERE "sandbox" = ? AND "segment" = ? AND "format" = ?',
  )
  function readIndexed(sandbox: string, part: Part): PartFindings {
    let wrong: number | undefined
    const stored = (segment: number) => indexOf.pluck().get(sandbox, segment, INDEX_FORMAT)
    const read = withIndexes(events(sandbox, part.first - 1), stored, (first) => {
      wrong ??= first
    })
    const findings = readPart(read, part)
    if (findings.fault || wrong === undefined) return findings
    return {
      ...findings,
      fault: { seq: wrong, reason: 'the index that it is searched by, with its segment, is another' },
    }
  }
  return {
    instance() {
      const rows = database.prepare<[], { name: string; value: Buffer }>('SELECT "name", "value" FROM "instance"').all()
      return new Map(rows.map(({ name, value }) => [name, value]))
    },
    sandboxes() {
      const found = database.prepare<[], SandboxId>(
        `SELECT DISTINCT "sandbox" FROM "events" UNION SELECT DISTINCT "sandbox" FROM "checkpoints"
         UNION SELECT substr("name", 5) FROM "counters" WHERE "name" LIKE 'seq/%' AND "value" > 0`,
      )
      return found.pluck().all()
    },
    events,
    log: (sandbox, { indexes } = { indexes: false }) => ({
      sandbox,
      read: (part) => (indexes ? readIndexed(sandbox, part) : readPart(events(sandbox, part.first - 1), part)),
      range() {
        const ends = database.prepare<[string], Range>(
          'SELECT min("seq") AS "first", max("seq") AS "last" FROM "events" WHERE "sandbox" = ?',
        )
        const { first, last } = ends.get(sandbox) ?? { first: null, last: null }
        return first === null || last === null ? undefined : { first, last }
      },
      wallTime: (seq) =>
        database
          .prepare<[string, number], EpochMillis>('SELECT "wallTime" FROM "events" WHERE "sandbox" = ? AND "seq" = ?')
          .pluck()
          .get(sandbox, seq),
      tail: (after) =>
        database
          .prepare<[string, number], { events: number; seconds: number }>(
            `SELECT count(*) AS "events", count(DISTINCT "wallTime" / 1000) AS "seconds"
             FROM "events" WHERE "sandbox" = ? AND "seq" > ?`,
          )
          .get(sandbox, after) ?? { events: 0, seconds: 0 },
      lastSeq: asSize(
        database.prepare('SELECT "value" FROM "counters" WHERE "name" = ?').pluck().get(seqCounter(sandbox)) ?? 0,
      ),
      segments: () =>
        database
          .prepare<[string], SegmentRoot>(
            'SELECT "segment", "root" FROM "segments" WHERE "sandbox" = ? ORDER BY "segment"',
          )
          .all(sandbox)
          .map(({ segment, root }) => ({ segment, root: asBytes(root) })),
      checkpoints: () =>
        database
          .prepare<[string], string>('SELECT "text" FROM "checkpoints" WHERE "sandbox" = ? ORDER BY "size"')
          .pluck()
          .all(sandbox),
      uses: () => database.prepare<[string], LoggedUse>('SELECT * FROM "key_uses" WHERE "sandbox" = ?').all(sandbox),
    }),
    rows: () => allRows(database),
    close: () => void database.close(),
  }
}

function openReadOnly(file: string): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    // One moment for all that is read. The first statement begins it.
    database.exec('BEGIN')
    database.prepare('SELECT count(*) FROM "segments"').get()
    return database
  } catch (error) {
    database?.close()
    throw new StoreError('unusable', `${file} cannot be read as a database of this version: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

interface Range {
  readonly first: number | null
  readonly last: number | null
}

interface StoredEvent extends Omit<LoggedEvent, 'resources' | 'readOnly' | 'keyUse' | 'isInItsSegment'> {
  readonly segment: number
  readonly readOnly: number
  readonly keyUse: number
  readonly resource1: string | null
  readonly resource2: string | null
  readonly resources: string | null
}

function toEvent({ segment, resource1, resource2, resources, readOnly, keyUse, ...row }: StoredEvent): LoggedEvent {
  return {
    ...row,
    leaf: asBytes(row.leaf),
    readOnly: readOnly === 1,
    keyUse: keyUse === 1,
    resources: [resource1, resource2, ...listOf(resources)].filter((resource) => resource !== null),
    isInItsSegment: segment === segmentOf(row.seq),
  }
}

/** Whoever edits a database can put anything into a column: what is of no fit form agrees with nothing. */
function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.alloc(0)
}

function asSize(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : -1
}

function listOf(text: string | null): readonly string[] {
  if (text === null) return []
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.map(String) : [text]
  } catch {
    return [text]
  }
}
