import { cpSync, mkdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { leafHash, rootAt, Tree } from '#audit/merkle.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { dueAt } from '#kms/domain/due.ts'
import type { KeyRow } from '#kms/domain/rows.ts'
import { folderPerTest } from '#testing/folder.ts'
import { freshScope, keyIdOf, materialIdOf, NOW, samplesIn } from '#testing/rows.ts'
import { openPrismaStore } from '../open.ts'
import { openLogFile } from './log-file.ts'
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

/** An empty database as it was after these migrations. */
function databaseOf(...names: readonly string[]): Database.Database {
  const older = inFolder('older')
  mkdirSync(older)
  for (const name of names) cpSync(`${MIGRATIONS}/${name}`, `${older}/${name}`, { recursive: true })
  const database = new Database(inFolder(FILE))
  migrate(database, older)
  return database
}

/** A database as the first version wrote it: each key has its first material and one of a rotation. */
function olderDatabase(): void {
  const database = databaseOf('0001_initial')
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

describe('a database whose log had no tree', () => {
  /** More than a segment, and so many keys that one event cannot account for all rows. */
  const [EVENTS, ROWS] = [530, 600]

  function databaseWithLog(): string[] {
    const database = databaseOf('0001_initial', '0002_keys_of_every_kind', '0003_identities')
    database.exec('BEGIN')
    const texts = Array.from({ length: EVENTS }, (_, n) => `{"seq":${n + 1}}`)
    const insert = database.prepare(
      `INSERT INTO "events" ("sandbox", "seq", "account", "region", "segment", "eventId", "eventTime", "wallTime",
         "eventName", "principal", "readOnly", "outcome", "keyUse", "text")
       VALUES ('main', ?, '111122223333', 'us-east-1', ?, ?, 0, 0, 'Encrypt', 'p', 1, 'ok', 0, ?)`,
    )
    texts.forEach((text, n) => {
      insert.run(n + 1, Math.floor((n + 1) / 512), `event-${n}`, text)
    })
    database.prepare('INSERT INTO "counters" VALUES (\'seq/main\', ?)').run(EVENTS)
    const tag = database.prepare("INSERT INTO \"tags\" VALUES ('main', '111122223333', 'us-east-1', 'key', ?, 'v', 1)")
    for (let n = 0; n < ROWS; n++) tag.run(`tag-${n}`)
    database.exec('COMMIT')
    database.close()
    return texts
  }

  it('gets one over all its events, and goes on', async () => {
    const texts = databaseWithLog()
    const store = await openPrismaStore({ file: inFolder(FILE) })
    const [head] = store.treeHeads()
    const tree = texts.reduce((grown, text) => grown.append(leafHash(text)), Tree.empty)
    expect(await rootAt(EVENTS, (subtree) => store.subtree(MAIN_SANDBOX, subtree))).toEqual(tree.root())
    expect(head?.size).toBe(EVENTS + 2)
    await store.commit({ writes: [], events: [samplesIn({ ...scope, sandbox: MAIN_SANDBOX }).eventDraft('next')] })
    expect((await store.event(MAIN_SANDBOX, 'event-next'))?.seq).toBe(EVENTS + 3)
    expect((await store.event(MAIN_SANDBOX, 'event-511'))?.seq).toBe(512)
    await store.close()
  })

  it('accounts for the rows of a start that no call followed', async () => {
    const database = databaseOf('0001_initial', '0002_keys_of_every_kind', '0003_identities')
    database.exec("INSERT INTO \"instance\" VALUES ('instance-id', x'01', 1)")
    database.close()
    await (await openPrismaStore({ file: inFolder(FILE) })).close()
    const file = openLogFile(inFolder(FILE))
    expect([...file.events(MAIN_SANDBOX)].flatMap(({ text }) => JSON.parse(text).rows)).toEqual(file.rows())
    expect(file.rows()).toHaveLength(1)
    file.close()
  })

  it('accounts for all rows that it has, by events of its own', async () => {
    databaseWithLog()
    await (await openPrismaStore({ file: inFolder(FILE) })).close()
    const file = openLogFile(inFolder(FILE))
    const events = [...file.events(MAIN_SANDBOX, EVENTS)]
    expect(events.map(({ eventName }) => eventName)).toEqual(['RecordRows', 'RecordRows'])
    expect(events.flatMap(({ text }) => JSON.parse(text).rows)).toEqual(file.rows())
    expect(file.rows()).toHaveLength(ROWS)
    file.close()
  })
})
