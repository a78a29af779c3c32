import { cpSync, mkdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { dueAt } from '#kms/domain/due.ts'
import type { KeyRow } from '#kms/domain/rows.ts'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, keyIdOf, materialIdOf, NOW } from '#testing/rows.ts'
import { openPrismaStore } from '../open.ts'
import { MIGRATIONS, migrate } from './migrate.ts'

const inFolder = folderPerTest()
const scope = freshScope()
const FILE = 'keystead.db'

type Older = Pick<KeyRow, 'state' | 'deletionAt' | 'nextRotationAt'>
const at = (millis: number) => (NOW + millis) as KeyRow['createdAt']
const KEYS: readonly Older[] = [
  { state: 'Enabled', deletionAt: null, nextRotationAt: null },
  { state: 'Enabled', deletionAt: null, nextRotationAt: at(30) },
  { state: 'Disabled', deletionAt: null, nextRotationAt: at(10) },
  { state: 'PendingDeletion', deletionAt: at(20), nextRotationAt: at(10) },
]

/** A database as the first version wrote it: each key has its first material and one of a rotation. */
function olderDatabase(): void {
  const first = inFolder('first')
  mkdirSync(first)
  cpSync(`${MIGRATIONS}/0001_initial`, `${first}/0001_initial`, { recursive: true })
  const database = new Database(inFolder(FILE))
  migrate(database, first)
  const place = Object.values(scope)
  const insert = (table: string, ...values: unknown[]) =>
    database.prepare(`INSERT INTO "${table}" VALUES (${values.map(() => '?').join(', ')})`).run(...values)
  for (const [n, { state, deletionAt, nextRotationAt }] of KEYS.entries()) {
    const kind = ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'AWS_KMS', 'CUSTOMER', state]
    const period = nextRotationAt === null ? null : 90
    const rest = [deletionAt, materialIdOf(2), period, nextRotationAt, 1, 1, 1]
    insert('keys', ...place, keyIdOf(n), NOW, `key ${n}`, ...kind, ...rest)
    insert('materials', ...place, keyIdOf(n), materialIdOf(1), 1, NOW, null, Buffer.of(1, 255), 1)
    insert('materials', ...place, keyIdOf(n), materialIdOf(2), 2, at(5), 'ON_DEMAND', Buffer.of(2, 255), 1)
    insert('policies', ...place, keyIdOf(n), 1, NOW, '{}', 1)
  }
  database.close()
}

describe('a database of the first version', () => {
  it('has its keys due when they were before, and knows when they rotated', async () => {
    olderDatabase()
    const store = await openPrismaStore({ file: inFolder(FILE) })
    const records = await store.keyRecords(scope)
    expect(records.map(({ key }) => key.dueAt)).toEqual([null, at(30), null, at(20)])
    for (const [n, { key, materials }] of records.entries()) {
      expect(key).toMatchObject({ ...KEYS[n], ...scope, description: `key ${n}`, grantCount: 0, onDemandRotations: 1 })
      expect(key.dueAt).toBe(dueAt(key))
      expect([key.primaryRegion, key.replicaRegions, key.resumesAs, key.validTo, key.expirationModel]).toEqual(
        Array(5).fill(null),
      )
      expect(materials).toMatchObject([
        { number: 1, rotationType: null, rotatedAt: null, wrapped: Uint8Array.of(1, 255), publicKey: null },
        { number: 2, rotationType: 'ON_DEMAND', rotatedAt: at(5), wrapped: Uint8Array.of(2, 255), validTo: null },
      ])
    }
    expect((await store.due(scope.sandbox, at(1000), 10)).map(({ keyId }) => keyId)).toEqual([keyIdOf(3), keyIdOf(1)])
    await store.close()
  })
})
