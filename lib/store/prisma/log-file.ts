import Database from 'better-sqlite3'
import type { RowDigest } from '#audit/event.ts'
import type { LoggedEvent, LoggedUse, LogSource, SegmentRoot } from '#audit/verify/source.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { reasonOf, StoreError } from '../errors.ts'
import { allRows } from './all-rows.ts'
import { segmentOf, seqCounter } from './append.ts'

/** A database file that is only read: all reads see the same moment, whether a server has it open or not. */
export interface LogFile {
  /** What the installation is, by name; see lib/runtime/installation.ts. */
  instance(): ReadonlyMap<string, Uint8Array>
  /** Of logs that have events, or are said to. */
  sandboxes(): readonly SandboxId[]
  /** The events of a sandbox behind a sequence number, in order. */
  events(sandbox: SandboxId, after?: number): Iterable<LoggedEvent>
  log(sandbox: SandboxId): LogSource
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
    log: (sandbox) => ({
      sandbox,
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
      lastSeq: Number(
        database.prepare('SELECT "value" FROM "counters" WHERE "name" = ?').pluck().get(seqCounter(sandbox)) ?? 0,
      ),
      segments: () =>
        database
          .prepare<[string], SegmentRoot>(
            'SELECT "segment", "root" FROM "segments" WHERE "sandbox" = ? ORDER BY "segment"',
          )
          .all(sandbox),
      checkpoints: () =>
        database
          .prepare<[string], string>('SELECT "text" FROM "checkpoints" WHERE "sandbox" = ? ORDER BY "size"')
          .pluck()
          .all(sandbox),
      uses: () =>
        database
          .prepare<[string], LoggedUse>(
            'SELECT "account", "region", "resource", "seq" FROM "key_uses" WHERE "sandbox" = ?',
          )
          .all(sandbox),
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
  const more: string[] = resources === null ? [] : JSON.parse(resources)
  return {
    ...row,
    readOnly: readOnly === 1,
    keyUse: keyUse === 1,
    resources: [resource1, resource2, ...more].filter((resource) => resource !== null),
    isInItsSegment: segment === segmentOf(row.seq),
  }
}
