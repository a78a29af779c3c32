import type { Rows, Stored, Table } from '#kms/domain/rows.ts'
import type { Write } from '#kms/domain/writes.ts'
import { StoreError } from '../errors.ts'
import type { Change, RowKey } from '../plan.ts'
import { rowKey } from '../plan.ts'
import { Prisma } from './generated/client.ts'

/** A client, or the transaction of one. */
export type Db = Prisma.TransactionClient

/** The columns of each table; its Prisma delegate has the table's name. */
export const COLUMNS: { readonly [T in Table]: readonly string[] } = {
  key: Object.keys(Prisma.KeyScalarFieldEnum),
  material: Object.keys(Prisma.MaterialScalarFieldEnum),
  policy: Object.keys(Prisma.PolicyScalarFieldEnum),
  tag: Object.keys(Prisma.TagScalarFieldEnum),
  alias: Object.keys(Prisma.AliasScalarFieldEnum),
  domainKey: Object.keys(Prisma.DomainKeyScalarFieldEnum),
  session: Object.keys(Prisma.SessionScalarFieldEnum),
  instance: Object.keys(Prisma.InstanceScalarFieldEnum),
}

/** What every delegate can do, without the types of its table. */
interface Delegate {
  findFirst(query: { where: RowKey; select: { version: true } }): Promise<{ version: bigint } | null>
  createMany(query: { data: object }): Promise<{ count: number }>
  updateMany(query: { where: RowKey; data: object }): Promise<{ count: number }>
  deleteMany(query: { where: RowKey }): Promise<{ count: number }>
}

function delegateOf(db: Db, table: Table): Delegate {
  return db[table] as unknown as Delegate
}

/** The version of the row that a write is about; 0 when there is none. */
export async function versionInDb(db: Db, write: Write): Promise<number> {
  const row = await delegateOf(db, write.table).findFirst({ where: rowKey(write), select: { version: true } })
  return Number(row?.version ?? 0)
}

/** Does one change whose version was checked. */
export async function applyChange(db: Db, { id, write, version }: Change): Promise<void> {
  const { count } = await changeRow(delegateOf(db, write.table), write, version)
  if (count !== 1) throw new StoreError('corrupt', `writing the row ${id} changed ${count} rows`)
}

function changeRow(delegate: Delegate, write: Change['write'], version: number): Promise<{ count: number }> {
  if (write.act === 'remove') return delegate.deleteMany({ where: rowKey(write) })
  const data = { ...onlyColumns(write.table, write.row), version }
  return write.version === 0 ? delegate.createMany({ data }) : delegate.updateMany({ where: rowKey(write), data })
}

function onlyColumns(table: Table, row: object): object {
  return Object.fromEntries(COLUMNS[table].map((column) => [column, Reflect.get(row, column)]))
}

/** A row as the domain knows it: times, counts and versions are numbers. */
export function fromDb<T extends Table>(row: object): Stored<Rows[T]> {
  const members = Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value])
  return Object.fromEntries(members) as Stored<Rows[T]>
}
