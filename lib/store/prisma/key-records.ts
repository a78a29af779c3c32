import type { KeyId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { MaterialRow, Stored, Table } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { keyRecord } from '../key-record.ts'
import { Prisma } from './generated/client.ts'
import type { Db } from './tables.ts'
import { TABLES } from './tables.ts'

// A key record is read by one statement: it shows one moment without a transaction, in which later reads of the same
// connection would be caught with its old view. It also costs a fifth of five reads through delegates.

/** A row as JSON; bytes in hexadecimal, which JSON can carry. */
function rowAsJson(table: Table, bytes?: string): string {
  const members = TABLES[table].columns.map((name) => `'${name}', ${name === bytes ? `hex("${name}")` : `"${name}"`}`)
  return `json_object(${members.join(', ')})`
}

const OF_KEY = ['sandbox', 'account', 'region', 'keyId'].map((name) => `r."${name}" = k."${name}"`).join(' AND ')

const listOf = (table: Table, from: string, bytes?: string) =>
  `(SELECT json_group_array(${rowAsJson(table, bytes)}) FROM "${from}" r WHERE ${OF_KEY}) AS "${from}"`

const PARTS = Prisma.raw(
  [
    `${rowAsJson('key')} AS "key"`,
    `(SELECT ${rowAsJson('policy')} FROM "policies" r WHERE ${OF_KEY} AND r."number" = k."policyVersion") AS "policy"`,
    listOf('material', 'materials', 'wrapped'),
    listOf('tag', 'tags'),
    listOf('alias', 'aliases'),
  ].join(', '),
)

/** The parts of a record, each as JSON. */
interface Found {
  readonly key: string
  readonly policy: string | null
  readonly materials: string
  readonly tags: string
  readonly aliases: string
}

/** Records of the keys of a scope in order of the key id; of one key when `keyId` is given. */
export async function keyRecords(db: Db, scope: Scope, keyId?: KeyId): Promise<KeyRecord[]> {
  const one = keyId === undefined ? Prisma.empty : Prisma.sql`AND k."keyId" = ${keyId}`
  const rows = await db.$queryRaw<Found[]>`
    SELECT ${PARTS} FROM "keys" k
    WHERE k."sandbox" = ${scope.sandbox} AND k."account" = ${scope.account} AND k."region" = ${scope.region} ${one}
    ORDER BY k."keyId"`
  return rows.map(parseRecord)
}

type MaterialJson = Omit<Stored<MaterialRow>, 'wrapped'> & { readonly wrapped: string }

function parseRecord(found: Found): KeyRecord {
  const materials: MaterialJson[] = JSON.parse(found.materials)
  return keyRecord({
    key: JSON.parse(found.key),
    policy: found.policy === null ? null : JSON.parse(found.policy),
    materials: materials.map((row) => ({ ...row, wrapped: Uint8Array.from(Buffer.from(row.wrapped, 'hex')) })),
    tags: JSON.parse(found.tags),
    aliases: JSON.parse(found.aliases),
  })
}
