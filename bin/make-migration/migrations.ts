import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { diffSchemas } from './schema-engine.ts'

const SCHEMA = 'schema.prisma'
const SQL = 'migration.sql'
const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

/** Where a `prisma` folder keeps its schema and its SQLite migrations. */
export type Folder = { schema: string; migrations: string }

/** The places inside the folder `prisma`. */
export function folderOf(prisma: string): Folder {
  return { schema: join(prisma, SCHEMA), migrations: join(prisma, 'migrations', 'sqlite') }
}

function names(folder: Folder): string[] {
  if (!existsSync(folder.migrations)) return []
  return readdirSync(folder.migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** The schema that the newest migration leads to, `''` before the first one. */
function baseSchema(folder: Folder): string {
  const newest = names(folder).at(-1)
  if (newest === undefined) return ''
  const file = join(folder.migrations, newest, SCHEMA)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new Error(`${newest} has no ${SCHEMA} beside its SQL; delete the folder and make the migration again`)
}

function nextName(folder: Folder, name: string): string {
  const last = Number(names(folder).at(-1)?.slice(0, 4) ?? '0')
  return `${String(last + 1).padStart(4, '0')}_${name}`
}

/**
 * Writes the migration `NNNN_name` from the newest migration's schema to the present one, with that schema beside it
 * as the base of the next. Answers the new folder's name, or undefined when nothing changed.
 */
export async function makeMigration(folder: Folder, name: string): Promise<string | undefined> {
  if (!NAME.test(name)) throw new Error(`a migration is named in lower case like add_grants, not ${name}`)
  const schema = readFileSync(folder.schema, 'utf8')
  const sql = await diffSchemas(baseSchema(folder), schema)
  if (sql === '') return undefined
  const full = nextName(folder, name)
  const path = join(folder.migrations, full)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, SQL), sql)
  writeFileSync(join(path, SCHEMA), schema)
  return full
}

/** Every table and index of a SQLite database made by `scripts`, one line each, in an order of its own. */
function describe(scripts: string[]): string {
  const database = new Database(':memory:')
  try {
    for (const script of scripts) database.exec(script)
    const lines = database
      .prepare(
        `SELECT m.type || ' ' || m.tbl_name || ' ' || coalesce(c.name, '') || ' ' || coalesce(c.type, '') || ' ' ||
           coalesce(c."notnull", '') || ' ' || coalesce(c.dflt_value, '') || ' ' || coalesce(c.pk, '') || ' ' ||
           CASE m.type WHEN 'index' THEN coalesce(m.sql, '') ELSE '' END
         FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c ON m.type = 'table'`,
      )
      .pluck()
      .all()
    return lines.map(String).sort().join('\n')
  } finally {
    database.close()
  }
}

/**
 * What is wrong with the migrations, or undefined: the schema has changes that none of them holds, or their SQL, run
 * in order, does not make the tables of the schema (a migration was edited by hand).
 */
export async function checkMigrations(folder: Folder): Promise<string | undefined> {
  const schema = readFileSync(folder.schema, 'utf8')
  const missing = await diffSchemas(baseSchema(folder), schema)
  if (missing !== '')
    return `${SCHEMA} has changes that no migration holds; run bin/make-migration.ts NAME:\n${missing}`
  const scripts = names(folder).map((name) => readFileSync(join(folder.migrations, name, SQL), 'utf8'))
  if (describe(scripts) === describe([await diffSchemas('', schema)])) return undefined
  return `the migrations, run in order, do not make the tables of ${SCHEMA}`
}
