import type { EpochMillis, KeyId, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Table } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { keyRecord } from '../key-record.ts'
import { Prisma } from './generated/client.ts'
import type { Db } from './tables.ts'
import { COLUMNS } from './tables.ts'

// A key record is read by one statement: it shows one moment without a transaction, in which later reads of the same
// connection would be caught with its old view. It also costs a fifth of five reads through delegates.

/** Columns that hold bytes. */
const BYTES: ReadonlySet<string> = new Set(['wrapped', 'publicKey', 'secret', 'mac'])

/** A row as JSON; bytes in hexadecimal, which JSON can carry. */
function rowAsJson(table: Table): string {
  const columnOf = (name: string) =>
    BYTES.has(name) ? `CASE WHEN "${name}" IS NOT NULL THEN hex("${name}") END` : `"${name}"`
  return `json_object(${COLUMNS[table].map((name) => `'${name}', ${columnOf(name)}`).join(', ')})`
}

const sharing = (...names: readonly string[]) => names.map((name) => `r."${name}" = k."${name}"`).join(' AND ')
const OF_KEY = sharing('sandbox', 'account', 'region', 'keyId')
const OF_STORE = sharing('sandbox', 'account', 'region', 'customKeyStoreId')

const listOf = (table: Table, from: string) =>
  `(SELECT json_group_array(${rowAsJson(table)}) FROM "${from}" r WHERE ${OF_KEY}) AS "${from}"`

const PARTS = Prisma.raw(
  [
    `${rowAsJson('key')} AS "key"`,
    `(SELECT ${rowAsJson('policy')} FROM "policies" r WHERE ${OF_KEY} AND r."number" = k."policyVersion") AS "policy"`,
    listOf('material', 'materials'),
    listOf('tag', 'tags'),
    listOf('alias', 'aliases'),
    `(SELECT ${rowAsJson('keyStore')} FROM "key_stores" r WHERE ${OF_STORE}) AS "keyStore"`,
  ].join(', '),
)

/** The parts of a record, each as JSON. */
interface Found {
  readonly key: string
  readonly policy: string | null
  readonly materials: string
  readonly tags: string
  readonly aliases: string
  readonly keyStore: string | null
}

/** Records of the keys of a scope in order of the key id; of some of them when `keyIds` are given. */
export async function keyRecords(db: Db, scope: Scope, keyIds?: readonly KeyId[]): Promise<KeyRecord[]> {
  if (keyIds?.length === 0) return []
  const some = keyIds === undefined ? Prisma.empty : Prisma.sql`AND k."keyId" IN (${Prisma.join(keyIds)})`
  const rows = await db.$queryRaw<Found[]>`
    SELECT ${PARTS} FROM "keys" k
    WHERE k."sandbox" = ${scope.sandbox} AND k."account" = ${scope.account} AND k."region" = ${scope.region} ${some}
    ORDER BY k."keyId"`
  return rows.map(parseRecord)
}

/** Records of the keys of a sandbox that are due at a time, earliest first. */
export async function dueRecords(db: Db, sandbox: SandboxId, time: EpochMillis, limit: number): Promise<KeyRecord[]> {
  const rows = await db.$queryRaw<Found[]>`
    SELECT ${PARTS} FROM "keys" k WHERE k."sandbox" = ${sandbox} AND k."dueAt" <= ${time}
    ORDER BY k."dueAt", k."account", k."region", k."keyId" LIMIT ${limit}`
  return rows.map(parseRecord)
}

/** A row or rows, whose bytes come back from hexadecimal. */
function parse(json: string) {
  const parsed = JSON.parse(json)
  for (const row of Array.isArray(parsed) ? parsed : [parsed]) {
    for (const name of BYTES) {
      const value: unknown = row[name]
      if (typeof value === 'string') row[name] = Uint8Array.from(Buffer.from(value, 'hex'))
    }
  }
  return parsed
}

function parseRecord({ key, policy, materials, tags, aliases, keyStore }: Found): KeyRecord {
  return keyRecord({
    key: parse(key),
    policy: policy === null ? null : parse(policy),
    materials: parse(materials),
    tags: parse(tags),
    aliases: parse(aliases),
    keyStore: keyStore === null ? null : parse(keyStore),
  })
}
