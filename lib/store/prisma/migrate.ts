import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { systemClock } from '#kernel/clock.ts'
import { sha256Hex } from '#kernel/hash.ts'
import { reasonOf, StoreError } from '../errors.ts'
import { sealOlderLog } from './seal-older-log.ts'

/** "KSTD": marks a SQLite file as ours (SQLite file format, "application id"). */
export const APPLICATION_ID = 0x4b_53_54_44

/** Where the migrations for SQLite lie. */
export const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations/sqlite/', import.meta.url))

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** What SQL cannot do of a migration, in its transaction. */
const STEPS: Readonly<Record<string, (database: Database) => void>> = { '0004_provable_log': sealOlderLog }

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(`${folder}/${name}/migration.sql`, 'utf8')
      return { name, sql, checksum: sha256Hex(sql) }
    })
}

/**
 * Applies the migrations that the database does not have yet, in the order of their names, each in one transaction.
 * Throws StoreError `migration-unknown` or `migration-edited` when those it has are not the first of ours.
 */
export function migrate(database: Database, folder: string): void {
  const migrations = readMigrations(folder)
  const applied = appliedMigrations(database)
  applied.forEach((migration, index) => {
    assertSame(database.name, migration, migrations[index])
  })
  for (const migration of migrations.slice(applied.length)) apply(database, migration)
}

type Applied = Pick<Migration, 'name' | 'checksum'>

function appliedMigrations(database: Database): readonly Applied[] {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get()
  if (!table) return []
  return database.prepare<[], Applied>('SELECT "name", "checksum" FROM "migrations" ORDER BY "name"').all()
}

function assertSame(file: string, applied: Applied, ours: Migration | undefined): void {
  if (ours?.name !== applied.name) {
    throw new StoreError(
      'migration-unknown',
      `${file} holds the migration ${applied.name}, which this version of Keystead does not have at that place. ` +
        'Start the version that wrote the file, or a newer one.',
    )
  }
  if (ours.checksum === applied.checksum) return
  throw new StoreError(
    'migration-edited',
    `the migration ${ours.name} is not the one that was applied to ${file}: it was edited since. ` +
      'Put it back as it was released; changes go into a new migration.',
  )
}

function apply(database: Database, { name, sql, checksum }: Migration): void {
  const transaction = database.transaction(() => {
    database.exec(sql)
    STEPS[name]?.(database)
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database
      .prepare('INSERT INTO "migrations" ("name", "checksum", "appliedAt") VALUES (?, ?, ?)')
      .run(name, checksum, systemClock.now())
  })
  try {
    transaction.immediate()
  } catch (error) {
    throw new StoreError(
      'migration-failed',
      `the migration ${name} could not be applied to ${database.name}, which stays as it was: ${reasonOf(error)}`,
      { cause: error },
    )
  }
}
