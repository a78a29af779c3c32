import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafHash, subtreeRoot } from '#audit/merkle.ts'
import { encodeIndex } from '#store/prisma/segment-index/encode.ts'
import { folderPerTest } from '#testing/folder.ts'
import { type ProvedLog, writeProvedLog } from '#testing/proved-log.ts'
import { type VerifyRequest, verify } from './verify.ts'
import { VERDICT } from './verify-files.ts'

/** More than one segment of the log, so that its roots are there too. */
const EVENTS = 700
const SEGMENT = 512

let source: ProvedLog
let folder: string
const inFolder = folderPerTest()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystead-verify-'))
  source = await writeProvedLog(folder, EVENTS)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Asked = Partial<VerifyRequest>
const check = (asked: Asked = {}) => verify({ database: inFolder('copy.db'), rows: true, ...asked }, () => undefined)

/** Verifies an untouched copy, changes it, and verifies it again. */
async function changed(change: (database: Database.Database) => void, asked: Asked = {}) {
  cpSync(source.database, inFolder('copy.db'))
  const before = await check(asked)
  expect(before.lines.at(-1)).toBe('sound')
  expect(before.code).toBe(VERDICT.sound)
  const database = new Database(inFolder('copy.db'))
  change(database)
  database.close()
  const { code, lines } = await check(asked)
  return { code, verdict: lines.at(-1) ?? '' }
}

const run =
  (sql: string, ...values: unknown[]) =>
  (database: Database.Database) =>
    void database.prepare(sql).run(...values)

/** Rewrites an event's text as whoever knows the format would, with its hash. */
function forge(database: Database.Database, seq: number, edit: (text: string) => string): void {
  const text = database.prepare<[number], string>('SELECT "text" FROM "events" WHERE "seq" = ?').pluck().get(seq)
  const forged = edit(text ?? '')
  expect(forged).not.toBe(text)
  database.prepare('UPDATE "events" SET "text" = ?, "leaf" = ? WHERE "seq" = ?').run(forged, leafHash(forged), seq)
}

describe('an untouched log', () => {
  it('is sound by the key that it holds, and by the one that was printed', async () => {
    cpSync(source.database, inFolder('copy.db'))
    const own = await check()
    expect(own.lines[0]).toBe('public key: taken from this database')
    expect(own.code).toBe(VERDICT.sound)
    const publicKey = inFolder('key.txt')
    for (const text of [source.publicKey, `  Audit public key  Ed25519 ${source.publicKey}\n`, pem(source.publicKey)]) {
      writeFileSync(publicKey, text)
      const { code, lines } = await check({ publicKey })
      expect(lines[0]).toBe(`public key: from ${publicKey}`)
      expect(code).toBe(VERDICT.sound)
    }
  })

  it('tells how many events and rows were looked at', async () => {
    cpSync(source.database, inFolder('copy.db'))
    const { lines } = await check({ fromCheckpoint: source.checkpointFile })
    expect(lines[1]).toMatch(/^log main: 704 events, \d+ checkpoints, the last of 20/)
    expect(lines[2]).toMatch(/^rows: \d+ are as the log says$/)
  })
})

function pem(key: string): string {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64')])
  return `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`
}

describe('an event that', () => {
  it('was edited is found', async () => {
    const edit = run(`UPDATE "events" SET "text" = replace("text", 'aws-cli', 'sdk-cli') WHERE "seq" = 300`)
    const { code, verdict } = await changed(edit)
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toBe('TAMPERED: log main, event 300: its text is not the one that was hashed when it was written')
  })

  const forge300 = (database: Database.Database) => forge(database, 300, (text) => text.replace('aws-cli', 'sdk-cli'))

  it('was edited together with its hash is found by the root of its segment', async () => {
    const { code, verdict } = await changed(forge300)
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 1: events 1 to 512 do not have the root of their segment')
  })

  it('was edited together with all hashes above it is found by the signature', async () => {
    const { code, verdict } = await changed((database) => {
      forge300(database)
      const leaves = database.prepare<[], Buffer>('SELECT "leaf" FROM "events" ORDER BY "seq" LIMIT 512').pluck().all()
      run('UPDATE "segments" SET "root" = ?', subtreeRoot(leaves))(database)
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toMatch(/event \d+: events \d+ to 704 are not those that were signed: a checkpoint in the database/)
  })

  it('was deleted is found', async () => {
    const { code, verdict } = await changed(run('DELETE FROM "events" WHERE "seq" = 300'))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toBe('TAMPERED: log main, event 300: the event is missing: event 301 stands in its place')
  })

  it('was deleted, with all behind it moved up, is found', async () => {
    const { code, verdict } = await changed((database) => {
      run('DELETE FROM "events" WHERE "seq" = 300')(database)
      run('UPDATE "events" SET "seq" = -"seq" WHERE "seq" > 300')(database)
      run('UPDATE "events" SET "seq" = -"seq" - 1 WHERE "seq" < 0')(database)
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 300: it was written as event 301')
  })

  it('changed places with another is found', async () => {
    const { code, verdict } = await changed((database) => {
      run('UPDATE "events" SET "seq" = -1 WHERE "seq" = 400')(database)
      run('UPDATE "events" SET "seq" = 400 WHERE "seq" = 401')(database)
      run('UPDATE "events" SET "seq" = 401 WHERE "seq" = -1')(database)
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 400: it was written as event 401')
  })

  it('took the text and the hash of another is found', async () => {
    const { code, verdict } = await changed(
      run(
        'UPDATE "events" SET ("text", "leaf") = (SELECT "text", "leaf" FROM "events" WHERE "seq" = 10) WHERE "seq" = 11',
      ),
    )
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 11: it was written as event 10')
  })

  it('was put in behind the last one is found', async () => {
    const { code, verdict } = await changed((database) => {
      database.exec('CREATE TEMP TABLE more AS SELECT * FROM "events" WHERE "seq" = 704')
      database.exec('UPDATE more SET "seq" = 705; INSERT INTO "events" SELECT * FROM more')
      forge(database, 705, (text) => text.replace('"seq":704', '"seq":705'))
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 705: the counter of the log does not know it')
  })

  it.each([
    ['eventName', "'Decrypt'"],
    ['principal', "'arn:aws:iam::111122223333:user/Nobody'"],
    ['account', "'999999999999'"],
    ['region', "'eu-west-1'"],
    ['eventId', "'event-x'"],
    ['requestId', "'request-x'"],
    ['eventTime', '"eventTime" + 60000'],
    ['wallTime', '"wallTime" + 1'],
    ['readOnly', '0'],
    ['outcome', "'denied'"],
    ['keyUse', '0'],
    ['segment', '1'],
    ['resource1', "'arn:aws:kms:us-east-1:111122223333:key/other'"],
  ])('stands under another %s than its text says is found', async (column, value) => {
    const { code, verdict } = await changed(run(`UPDATE "events" SET "${column}" = ${value} WHERE "seq" = 300`))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain(`event 300: the database finds it by another ${column.replace('resource1', 'resources')}`)
  })
})

describe('a log that', () => {
  const cut = (database: Database.Database) => {
    database.exec('DELETE FROM "events" WHERE "seq" > 690')
  }

  it('was cut behind a checkpoint is found', async () => {
    const { code, verdict } = await changed(cut)
    expect(code).toBe(VERDICT.cut)
    expect(verdict).toBe(
      'CUT OFF: log main: it ends with event 690, but a checkpoint in the database knows of event 704',
    )
  })

  it('was cut together with its checkpoints is found by its counter', async () => {
    const { code, verdict } = await changed((database) => {
      cut(database)
      database.exec('DELETE FROM "checkpoints" WHERE "size" > 690')
    })
    expect(code).toBe(VERDICT.cut)
    expect(verdict).toContain("it ends with event 690, but the log's counter knows of event 704")
  })

  it('was cut with all that knows of its end is found by a checkpoint that was kept elsewhere, and by nothing else', async () => {
    const whole = (database: Database.Database) => {
      cut(database)
      database.exec(
        `DELETE FROM "checkpoints" WHERE "size" > 690; UPDATE "counters" SET "value" = 690 WHERE "name" = 'seq/main'`,
      )
    }
    expect((await changed(whole, { rows: false })).code).toBe(VERDICT.sound)
    const { code, verdict } = await changed(whole, { rows: false, fromCheckpoint: source.checkpointFile })
    expect(code).toBe(VERDICT.cut)
    expect(verdict).toContain(`a checkpoint in ${source.checkpointFile} knows of event 704`)
  })

  it('was replaced by an older copy of the whole folder is found by a checkpoint that was kept elsewhere', async () => {
    const older = await writeProvedLog(inFolder('.'), 10)
    const kept = readFileSync(source.checkpointFile, 'utf8')
    writeFileSync(inFolder('kept.txt'), kept)
    // Another installation's checkpoints say nothing of this one.
    await expect(check({ database: older.database, fromCheckpoint: inFolder('kept.txt') })).rejects.toThrow(
      'holds no checkpoint of this installation that the public key has signed',
    )
  })

  it('lost its beginning is found, unless it tells that it was pruned', async () => {
    const { code, verdict } = await changed(run(`DELETE FROM "events" WHERE "seq" <= ${SEGMENT}`))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 1: the first 512 events are missing, and the log tells of no pruning')
  })

  it('has another root of a segment is found', async () => {
    const { code, verdict } = await changed(run('UPDATE "segments" SET "root" = zeroblob(32)'))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('events 1 to 512 do not have the root of their segment')
  })

  it('has an edited index, so that searches miss events, is found with the rows', async () => {
    const emptied = run('UPDATE "event_indexes" SET "data" = ?', Buffer.from(encodeIndex(1, [])))
    expect((await changed(emptied, { rows: false })).code).toBe(VERDICT.sound)
    const { code, verdict } = await changed(emptied)
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('event 1: the index that it is searched by, with its segment, is another')
  })

  it('has only an old checkpoint left, and much behind it, is found', async () => {
    const spread = 'UPDATE "events" SET "wallTime" = "wallTime" + "seq" * 1000'
    const { code, verdict } = await changed((database) => {
      database.exec('DELETE FROM "checkpoints" WHERE "size" > 4')
      // As over the hours of a day; whoever puts events in place of others writes them as they like.
      database.exec(spread)
      const events = database
        .prepare<[], { seq: number; text: string; wallTime: number }>('SELECT * FROM "events"')
        .all()
      for (const { seq, text, wallTime } of events.filter((event) => event.seq > 4)) {
        const iso = new Date(wallTime).toISOString()
        forge(database, seq, () => text.replace(/"wallTime":"[^"]+"/, `"wallTime":"${iso}"`))
      }
      database.exec('UPDATE "events" SET "wallTime" = "wallTime" - "seq" * 1000 WHERE "seq" <= 4')
      const leaves = database.prepare<[], Buffer>('SELECT "leaf" FROM "events" ORDER BY "seq" LIMIT 512').pluck().all()
      run('UPDATE "segments" SET "root" = ?', subtreeRoot(leaves))(database)
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('from here on nothing is signed, which is more than a crash leaves')
  })

  it('was replaced by one that claims to be pruned is found', async () => {
    const { code, verdict } = await changed((database) => {
      database.exec(`DELETE FROM "events" WHERE "seq" <= ${SEGMENT}`)
      // What a pruning leaves, but that nobody signed the event which tells of it.
      forge(database, 704, (text) =>
        text
          .replace('"eventName":"Encrypt"', '"eventName":"PruneAuditLog"')
          .replace('"eventSource":"kms.amazonaws.com"', '"eventSource":"keystead"')
          .replace('"sourceIPAddress"', `"serviceEventDetails":{"throughEvent":${SEGMENT}},"sourceIPAddress"`),
      )
      database.exec(`UPDATE "events" SET "eventName" = 'PruneAuditLog' WHERE "seq" = 704`)
      database.exec('DELETE FROM "checkpoints" WHERE "size" > 500')
    })
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('no checkpoint vouches for what tells of their pruning')
  })

  it.each([
    ['leaf', "'text'"],
    ['resources', "'no list'"],
    ['resource1', '5'],
    ['wallTime', "'x'"],
    ['text', "'{}'"],
    ['text', "''"],
  ])('has nonsense as %s, %s, is found', async (column, value) => {
    const { code } = await changed((database) => {
      database.exec(`UPDATE "events" SET "${column}" = ${value} WHERE "seq" = 300`)
    })
    expect(code).toBe(VERDICT.tampered)
  })

  it.each(['"segments" SET "root" = 5', `"counters" SET "value" = 'x' WHERE "name" = 'seq/main'`])(
    'has nonsense in UPDATE %s is found',
    async (update) => expect((await changed(run(`UPDATE ${update}`))).code).toBe(VERDICT.tampered),
  )

  it('has no checkpoint is found', async () => {
    const { code, verdict } = await changed(run('DELETE FROM "checkpoints"'))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('no checkpoint vouches for the log')
  })

  it('has a checkpoint that was edited is found', async () => {
    const { code, verdict } = await changed(
      run(`UPDATE "checkpoints" SET "text" = replace("text", 'time 2', 'time 1')`),
    )
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain('it holds a checkpoint that the public key has not signed')
  })

  it('was signed anew by another key is found by the key that was printed', async () => {
    const publicKey = inFolder('key.txt')
    writeFileSync(publicKey, Buffer.alloc(32, 7).toString('base64'))
    cpSync(source.database, inFolder('copy.db'))
    expect((await check()).code).toBe(VERDICT.sound)
    const { code, lines } = await check({ publicKey })
    expect(code).toBe(VERDICT.tampered)
    expect(lines.at(-1)).toContain('that the public key has not signed')
  })
})

describe('a row that', () => {
  it.each([
    ['was edited', `UPDATE "keys" SET "description" = 'mine'`, 'it is not as it was written'],
    ['was deleted', 'DELETE FROM "aliases"', 'it is missing'],
    ['was rolled back', 'UPDATE "aliases" SET "updatedAt" = "createdAt"', 'it is not as it was written'],
    [
      'was put in',
      `INSERT INTO "tags" SELECT "sandbox", "account", "region", "keyId", 'k', 'v', 1 FROM "keys"`,
      'no event tells of it',
    ],
    ['names another use of its key', 'UPDATE "key_uses" SET "seq" = 5', 'it is not as it was written'],
    ['tells another use of its key', `UPDATE "key_uses" SET "principal" = 'nobody'`, 'it is not as it was written'],
    ['tells of no use of its key', 'DELETE FROM "key_uses"', 'it is missing'],
  ])('%s is found', async (_, sql, reason) => {
    const { code, verdict } = await changed(run(sql))
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toContain(reason)
  })

  it('changed places with another is found', async () => {
    const swap = (database: Database.Database) => {
      const keys = database.prepare<[], [string, string]>('SELECT "keyId", "description" FROM "keys"').raw().all()
      const texts = keys.map(([, description]) => description).reverse()
      keys.forEach(([keyId], index) => {
        run('UPDATE "keys" SET "description" = ? WHERE "keyId" = ?', texts[index], keyId)(database)
      })
    }
    const { code, verdict } = await changed(swap)
    expect(code).toBe(VERDICT.tampered)
    expect(verdict).toMatch(/the row key main.*it is not as it was written, and 1 more rows are wrong/)
  })
})

describe('what cannot be read', () => {
  it('is said so', async () => {
    await expect(check({ database: inFolder('none.db') })).rejects.toThrow('cannot be read')
    writeFileSync(inFolder('text.db'), 'not a database, but long enough to be taken for one '.repeat(100))
    await expect(check({ database: inFolder('text.db') })).rejects.toThrow('cannot be read')
    cpSync(source.database, inFolder('copy.db'))
    await expect(check({ publicKey: inFolder('none.txt') })).rejects.toThrow('cannot be read')
    writeFileSync(inFolder('none.txt'), 'no key')
    await expect(check({ publicKey: inFolder('none.txt') })).rejects.toThrow('holds no Ed25519 public key')
    await expect(check({ fromCheckpoint: inFolder('none.txt') })).rejects.toThrow('holds no checkpoint')
  })
})
