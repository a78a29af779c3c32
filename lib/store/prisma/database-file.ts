import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isStoreError, reasonOf, StoreError } from '../errors.ts'
import { APPLICATION_ID, MIGRATIONS, migrate } from './migrate.ts'

/** The first bytes of every SQLite file (SQLite file format, section 1.3). */
const HEADER = Buffer.from('SQLite format 3\0')

/** Up to this size the whole file is checked at start, in less than a second; above it, all but the audit log. */
const WHOLE_CHECK = 64 * 1024 * 1024

/** What a file holds that must be known before it is used. */
export interface PreparedFile {
  /** Absent before the first start is complete. */
  readonly instanceId: string | undefined
}

/**
 * Makes a SQLite file ready: checks that it is ours and whole, creates it when there is none, applies migrations.
 * Throws StoreError and leaves the file as it is when it is something else, damaged, or of an unknown version.
 */
export function prepareFile(file: string, migrations = MIGRATIONS): PreparedFile {
  assertHeader(file)
  try {
    return withDatabase(file, (database) => {
      assertOurs(database)
      assertWhole(database)
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = FULL')
      migrate(database, migrations)
      return { instanceId: readInstanceId(database) }
    })
  } catch (error) {
    throw isStoreError(error) ? error : explain(file, error)
  }
}

function withDatabase<T>(file: string, use: (database: Database.Database) => T): T {
  const database = new Database(file)
  try {
    return use(database)
  } finally {
    database.close()
  }
}

/** SQLite takes an unreadable header for a damaged database; ours says what it is before SQLite touches it. */
function assertHeader(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat || (stat.isFile() && stat.size === 0)) return
  if (stat.isFile() && firstBytes(file).equals(HEADER)) return
  throw new StoreError('not-a-database', `${file} is not a SQLite database. Move it away, or name another file.`)
}

function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(HEADER.length)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, bytes)
  } finally {
    closeSync(descriptor)
  }
  return bytes
}

function assertOurs(database: Database.Database): void {
  const id = database.pragma('application_id', { simple: true })
  if (id === APPLICATION_ID) return
  const things = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (id === 0 && things === 0) return
  throw new StoreError(
    'foreign-database',
    `${database.name} is a database of another application. Move it away, or name another file.`,
  )
}

function assertWhole(database: Database.Database): void {
  const size = Number(pragma(database, 'page_count')) * Number(pragma(database, 'page_size'))
  const checks =
    size <= WHOLE_CHECK ? ['quick_check(1)'] : smallTables(database).map((name) => `quick_check("${name}")`)
  for (const check of checks) {
    const found = pragma(database, check)
    if (found !== 'ok') throw corrupt(database.name, String(found))
  }
}

function smallTables(database: Database.Database): readonly unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('events', 'event_indexes')")
    .pluck()
    .all()
}

function pragma(database: Database.Database, text: string): unknown {
  return database.pragma(text, { simple: true })
}

function readInstanceId(database: Database.Database): string | undefined {
  const id = database.prepare('SELECT CAST("value" AS TEXT) FROM "instance" WHERE "name" = \'id\'').pluck().get()
  return typeof id === 'string' ? id : undefined
}

function explain(file: string, error: unknown): StoreError {
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return corrupt(file, reasonOf(error))
  return new StoreError(
    'unusable',
    `${file} cannot be used: ${reasonOf(error)}. Check the folder and its permissions.`,
    {
      cause: error,
    },
  )
}

function corrupt(file: string, finding: string): StoreError {
  return new StoreError(
    'corrupt',
    `${file} is damaged (${finding}). Nothing was changed. Restore it from a backup, together with its -wal file.`,
  )
}
