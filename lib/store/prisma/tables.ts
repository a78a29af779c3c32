import { utf8 } from '#kernel/bytes.ts'
import type { Rows, Stored, Table } from '#kms/domain/rows.ts'
import { PRIMARY_KEYS } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { StoreError } from '../errors.ts'
import type { Change, RowKey } from '../plan.ts'
import { idOf, rowKey } from '../plan.ts'
import { TABLE_NAMES } from './all-rows.ts'
import { Prisma } from './generated/client.ts'

/** A client, or the transaction of one. */
export type Db = Prisma.TransactionClient

/**
 * Rows for a statement, as bytes: Prisma writes and parses its parameters as JSON, and escaping the quotes of a long
 * JSON text costs more than inserting its rows. `jsonb_each` reads it twice as fast as `json_each`.
 */
export const jsonRows = (json: string) => Prisma.sql`jsonb_each(CAST(${utf8(json)} AS TEXT))`

/** The columns of each table of the domain; its Prisma delegate has the table's own name. */
export const COLUMNS: { readonly [T in Table]: readonly string[] } = {
  key: Object.keys(Prisma.KeyScalarFieldEnum),
  material: Object.keys(Prisma.MaterialScalarFieldEnum),
  policy: Object.keys(Prisma.PolicyScalarFieldEnum),
  tag: Object.keys(Prisma.TagScalarFieldEnum),
  alias: Object.keys(Prisma.AliasScalarFieldEnum),
  grant: Object.keys(Prisma.GrantScalarFieldEnum),
  keyStore: Object.keys(Prisma.KeyStoreScalarFieldEnum),
  cluster: Object.keys(Prisma.ClusterScalarFieldEnum),
  account: Object.keys(Prisma.AccountScalarFieldEnum),
  identity: Object.keys(Prisma.IdentityScalarFieldEnum),
  managedPolicy: Object.keys(Prisma.ManagedPolicyScalarFieldEnum),
  policyDocument: Object.keys(Prisma.PolicyDocumentScalarFieldEnum),
  attachment: Object.keys(Prisma.AttachmentScalarFieldEnum),
  membership: Object.keys(Prisma.MembershipScalarFieldEnum),
  accessKey: Object.keys(Prisma.AccessKeyScalarFieldEnum),
  serviceItem: Object.keys(Prisma.ServiceItemScalarFieldEnum),
  domainKey: Object.keys(Prisma.DomainKeyScalarFieldEnum),
  session: Object.keys(Prisma.SessionScalarFieldEnum),
  loginProfile: Object.keys(Prisma.LoginProfileScalarFieldEnum),
  instance: Object.keys(Prisma.InstanceScalarFieldEnum),
  checkpoint: Object.keys(Prisma.CheckpointScalarFieldEnum),
  sandbox: Object.keys(Prisma.SandboxScalarFieldEnum),
  snapshot: Object.keys(Prisma.SnapshotScalarFieldEnum),
  draw: Object.keys(Prisma.DrawScalarFieldEnum),
}

/** How many rows of a table are changed one by one. */
const FEW = 8

/** What the writer does with every delegate, without the types of its table. */
interface Delegate {
  createMany(query: { data: readonly object[] }): Promise<{ count: number }>
  updateMany(query: { where: RowKey; data: object }): Promise<{ count: number }>
  deleteMany(query: { where: RowKey }): Promise<{ count: number }>
}

function delegateOf(db: Db, table: Table): Delegate {
  return db[table] as unknown as Delegate
}

/** The versions of the rows that writes are about, by row id, 0 where there is none: one statement for each table. */
export async function versionsInDb(db: Db, writes: readonly Write[]): Promise<Map<string, number>> {
  const versions = new Map(writes.map((write) => [idOf(write), 0]))
  for (const [table, ofTable] of Map.groupBy(writes, (write) => write.table)) {
    const name = TABLE_NAMES[table]
    const same = sameKey(table)
    const keys = JSON.stringify(ofTable.map((write) => Object.values(rowKey(write))))
    const rows = await db.$queryRaw<{ index: bigint; version: bigint }[]>`
      SELECT k.key AS "index", t."version" FROM ${jsonRows(keys)} k
      CROSS JOIN ${Prisma.raw(`"${name}" t WHERE ${same}`)}`
    for (const { index, version } of rows) {
      const write = ofTable[Number(index)]
      if (write) versions.set(idOf(write), Number(version))
    }
  }
  return versions
}

/** Brings rows to where the changes leave them, in any order of rows; `versionOf` knows them as they are now. */
export async function applyChanges(
  db: Db,
  changes: readonly Change[],
  versionOf: (id: string) => number,
): Promise<void> {
  const last = [...new Map(changes.map((change) => [change.id, change])).values()]
  const [old, made] = [last.filter(({ id }) => versionOf(id) > 0), last.filter(({ id }) => versionOf(id) === 0)]
  for (const [table, ofTable] of Map.groupBy(old, ({ write }) => write.table)) {
    if (ofTable.length > FEW) {
      assertCount(ofTable.length, { count: await takeAway(db, table, ofTable) }, table)
      made.push(...ofTable)
      continue
    }
    for (const change of ofTable) assertCount(1, await changeRow(delegateOf(db, table), change), change.id)
  }
  for (const [table, ofTable] of Map.groupBy(made, ({ write }) => write.table)) {
    const data = ofTable.flatMap(rowOf)
    if (data.length > 0) assertCount(data.length, await insertRows(db, table, data), table)
  }
}

/** Many rows are inserted faster by one statement over JSON, bytes in hexadecimal, than through Prisma's delegate. */
async function insertRows(db: Db, table: Table, rows: readonly object[]): Promise<{ count: number }> {
  if (rows.length <= FEW) return delegateOf(db, table).createMany({ data: rows })
  const bytes = new Set<string>()
  const values = rows.map((row) =>
    COLUMNS[table].map((column): unknown => {
      const value: unknown = Reflect.get(row, column)
      if (!(value instanceof Uint8Array)) return typeof value === 'string' ? value.toWellFormed() : value
      bytes.add(column)
      return Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')
    }),
  )
  const json = JSON.stringify(values)
  // SQLite cuts JSON's texts at such a character.
  if (json.includes('\\u0000')) return delegateOf(db, table).createMany({ data: rows })
  const columns = COLUMNS[table].map((column) => `"${column}"`).join(', ')
  const taken = COLUMNS[table].map((column, index) =>
    bytes.has(column) ? `unhex(value->>${index})` : `value->>${index}`,
  )
  const count = await db.$executeRaw`
    INSERT INTO ${Prisma.raw(`"${TABLE_NAMES[table]}" (${columns}) SELECT ${taken.join(', ')}`)} FROM ${jsonRows(json)}`
  return { count }
}

/** Takes rows away, to be inserted anew, by one statement: many are changed faster so than one by one. */
async function takeAway(db: Db, table: Table, changes: readonly Change[]): Promise<number> {
  const keys = JSON.stringify(changes.map(({ write }) => Object.values(rowKey(write))))
  const [name, same] = [TABLE_NAMES[table], sameKey(table)]
  return db.$executeRaw`
    DELETE FROM ${Prisma.raw(`"${name}"`)} WHERE rowid IN (
      SELECT t.rowid FROM ${jsonRows(keys)} k CROSS JOIN ${Prisma.raw(`"${name}" t WHERE ${same}`)}
    )`
}

/** That a row `t` has the key that the list `k` holds. */
function sameKey(table: Table): string {
  return PRIMARY_KEYS[table].map((column, index) => `t."${column}" = k.value->>${index}`).join(' AND ')
}

function changeRow(delegate: Delegate, change: Change): Promise<{ count: number }> {
  const [data] = rowOf(change)
  const where = rowKey(change.write)
  return data ? delegate.updateMany({ where, data }) : delegate.deleteMany({ where })
}

/** The row that a change leaves; none after a removal. */
function rowOf({ write, version }: Change): object[] {
  return write.act === 'put' ? [{ ...onlyColumns(write.table, write.row), version }] : []
}

function assertCount(expected: number, { count }: { count: number }, what: string): void {
  if (count !== expected) throw new StoreError('corrupt', `writing ${what} changed ${count} rows, not ${expected}`)
}

function onlyColumns(table: Table, row: object): object {
  return Object.fromEntries(COLUMNS[table].map((column) => [column, Reflect.get(row, column)]))
}

/** A row as the domain knows it: times, counts and versions are numbers. */
function fromDb<T extends Table>(row: object): Stored<Rows[T]> {
  const members = Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value])
  return Object.fromEntries(members) as Stored<Rows[T]>
}

export function all<T extends Table>(rows: readonly object[]): readonly Stored<Rows[T]>[] {
  return rows.map((row) => fromDb<T>(row))
}

export function one<T extends Table>(row: object | null): Stored<Rows[T]> | undefined {
  return row ? fromDb<T>(row) : undefined
}
