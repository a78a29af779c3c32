import type { Database } from 'better-sqlite3'
import type { RowDigest } from '#audit/event.ts'
import { PRIMARY_KEYS, type Table } from '#kms/domain/rows.ts'
import { accountedKey, digestOf, isAccounted } from '../row-digests.ts'

/** What each table of the domain is called in the database. */
export const TABLE_NAMES: Readonly<Record<Table, string>> = {
  key: 'keys',
  material: 'materials',
  policy: 'policies',
  tag: 'tags',
  alias: 'aliases',
  grant: 'grants',
  keyStore: 'key_stores',
  cluster: 'simulated_clusters',
  account: 'accounts',
  identity: 'identities',
  managedPolicy: 'managed_policies',
  policyDocument: 'policy_documents',
  attachment: 'attachments',
  membership: 'memberships',
  accessKey: 'access_keys',
  serviceItem: 'service_items',
  domainKey: 'domain_keys',
  session: 'sessions',
  loginProfile: 'login_profiles',
  instance: 'instance',
  checkpoint: 'checkpoints',
  sandbox: 'sandboxes',
  snapshot: 'snapshots',
  draw: 'draws',
}

/** The digests of all rows that the log accounts for, as they are in the database. */
export function allRows(database: Database): RowDigest[] {
  return tables(database).flatMap((table) => rowsOf(database, table))
}

/** Those that the database has: a migration sees it as it was then. */
function tables(database: Database): Table[] {
  const names = new Set(
    database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
  )
  return (Object.keys(TABLE_NAMES) as Table[]).filter((table) => isAccounted(table) && names.has(TABLE_NAMES[table]))
}

function rowsOf(database: Database, table: Table): RowDigest[] {
  const rows = database.prepare<[], Record<string, string | number>>(`SELECT * FROM "${TABLE_NAMES[table]}"`).all()
  return rows.map((row) => ({
    table,
    key: accountedKey(
      table,
      PRIMARY_KEYS[table].map((column) => row[column] ?? ''),
    ),
    sha256: digestOf(table, row),
  }))
}
