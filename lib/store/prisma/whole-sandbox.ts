import type { Tree } from '#audit/merkle.ts'
import type { SandboxId } from '#kernel/ids.ts'
import type { TakenAccessKey, WholeSandbox } from '#kms/ports.ts'
import { StoreError } from '../errors.ts'
import { seqCounter } from './append.ts'
import type { Driver } from './client.ts'
import type { Db } from './tables.ts'
import { loadTree } from './trees.ts'

/** How many events of a log are kept in one row. */
const EVENTS_AT_ONCE = 4096

interface Column {
  readonly name: string
  readonly isBytes: boolean
}

/** The tables that have rows of sandboxes, each with its columns, as the database itself tells. */
export type SandboxTables = ReadonlyMap<string, readonly Column[]>

/** Not kept: domain keys stay, and indexes of events are made anew. */
const NOT_KEPT: ReadonlySet<string> = new Set(['domain_keys', 'event_indexes'])

export async function sandboxTables(db: Db): Promise<SandboxTables> {
  const columns = await db.$queryRaw<{ table: string; name: string; type: string }[]>`
    SELECT m."name" AS "table", c."name" AS "name", c."type" AS "type"
    FROM sqlite_schema m JOIN pragma_table_info(m."name") c WHERE m."type" = 'table' ORDER BY m."name", c."cid"`
  const tables = Map.groupBy(columns, ({ table }) => table)
  return new Map(
    [...tables]
      .filter(([, of]) => of.some(({ name }) => name === 'sandbox'))
      .map(([table, of]) => [table, of.map(({ name, type }) => ({ name, isBytes: type === 'BLOB' }))]),
  )
}

/**
 * Does what is asked to all rows of a sandbox, by one statement for each table. What is put back gets `revision` as its
 * version. Gives the tree of its log as it is then; undefined where it has none.
 */
export async function applyWhole(
  connection: { readonly db: Db; readonly driver: Driver },
  tables: SandboxTables,
  whole: WholeSandbox,
  revision: number,
): Promise<Tree | undefined> {
  const { db, driver } = connection
  const { sandbox } = whole
  if (whole.act === 'erase') {
    for (const table of tables.keys()) await run(driver, `DELETE FROM "${table}" WHERE "sandbox" = ?`, [sandbox])
    await run(driver, 'DELETE FROM "snapshot_parts" WHERE "sandboxId" = ?', [sandbox])
    await run(driver, 'DELETE FROM "counters" WHERE "name" = ?', [seqCounter(sandbox)])
    return undefined
  }
  const kept = [sandbox, whole.snapshot]
  if (whole.act !== 'restore') {
    await run(driver, 'DELETE FROM "snapshot_parts" WHERE "sandboxId" = ? AND "name" = ?', kept)
  }
  if (whole.act === 'save') await save(driver, tables, kept)
  if (whole.act === 'restore') await restore(db, driver, tables, kept, revision)
  return loadTree(db, sandbox)
}

async function save(driver: Driver, tables: SandboxTables, [sandbox = '', snapshot = '']: readonly string[]) {
  for (const [table, columns] of tables) {
    if (NOT_KEPT.has(table)) continue
    const values = columns.map(({ name, isBytes }) =>
      isBytes ? `iif("${name}" IS NULL, NULL, hex("${name}"))` : `"${name}"`,
    )
    const part = table === 'events' ? `"seq" / ${EVENTS_AT_ONCE}` : '0'
    await run(
      driver,
      `INSERT INTO "snapshot_parts" ("sandboxId", "name", "source", "part", "rows")
       SELECT ?, ?, '${table}', ${part} AS "part", jsonb_group_array(jsonb_array(${values.join(', ')}))
       FROM "${table}" WHERE "sandbox" = ? GROUP BY "part"`,
      [sandbox, snapshot, sandbox],
    )
  }
}

async function restore(
  db: Db,
  driver: Driver,
  tables: SandboxTables,
  [sandbox = '', snapshot = '']: readonly string[],
  revision: number,
) {
  const [found] = await db.$queryRaw<{ is: bigint }[]>`
    SELECT 1 AS "is" FROM "snapshot_parts" WHERE "sandboxId" = ${sandbox} AND "name" = ${snapshot} LIMIT 1`
  if (!found) throw new StoreError('bad-transaction', `the sandbox ${sandbox} has no snapshot ${snapshot}`)
  for (const [table, columns] of tables) {
    if (table === 'domain_keys') continue
    await run(driver, `DELETE FROM "${table}" WHERE "sandbox" = ?`, [sandbox])
    if (NOT_KEPT.has(table)) continue
    const values = columns.map(({ name, isBytes }, index) => {
      if (name === 'version') return String(revision)
      return isBytes ? `unhex(r.value->>${index})` : `r.value->>${index}`
    })
    await run(
      driver,
      `INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')})
       SELECT ${values.join(', ')} FROM "snapshot_parts" p CROSS JOIN jsonb_each(p."rows") r
       WHERE p."sandboxId" = ? AND p."name" = ? AND p."source" = '${table}'`,
      [sandbox, snapshot],
    )
  }
}

/** See `Reads`. Rows are kept with their columns in the order of the table's. */
export function takenAccessKeys(db: Db, sandbox: SandboxId, snapshot: string): Promise<readonly TakenAccessKey[]> {
  return db.$queryRaw`
    SELECT a."accessKeyId", a."sandbox" FROM "snapshot_parts" p CROSS JOIN jsonb_each(p."rows") r
    JOIN "access_keys" a ON a."accessKeyId" =
      r.value->>(SELECT "cid" FROM pragma_table_info('access_keys') WHERE "name" = 'accessKeyId')
    WHERE p."sandboxId" = ${sandbox} AND p."name" = ${snapshot} AND p."source" = 'access_keys'
      AND a."sandbox" <> p."sandboxId"
    ORDER BY a."accessKeyId"`
}

/** Past Prisma's client, which takes longer over a statement than SQLite. */
function run(driver: Driver, sql: string, args: readonly string[]): Promise<number> {
  return driver.executeRaw({
    sql,
    args: [...args],
    argTypes: args.map(() => ({ scalarType: 'string', arity: 'scalar' })),
  })
}
