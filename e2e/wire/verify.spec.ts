import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand } from '@aws-sdk/client-kms'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { keystead } from './accounts.ts'
import { auditRecords, kmsOf, utf8 } from './clients.ts'

/** More than the log is signed for at once. */
const CALLS = 1100
const AT_ONCE = 50

let folder: string
let server: Server
const file = (name: string) => join(folder, name)
const run = (...args: readonly string[]) => keystead(args, server.env)
const lastLine = (text: string) => text.trim().split('\n').at(-1)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystead-verify-'))
  const env = { KEYSTEAD_DATA_DIR: file('data'), KEYSTEAD_CHECKPOINT_FILE: file('checkpoints.txt') }
  server = await startServer({ console: false, env })
  writeFileSync(file('key.txt'), /Audit public key\s+(.*)/.exec(server.log())?.[1] ?? '')
  const kms = kmsOf(server)
  const { KeyMetadata: { KeyId } = {} } = await kms.send(new CreateKeyCommand({}))
  const work = async () => {
    for (let call = 0; call < CALLS / AT_ONCE; call++) {
      await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('keystead verify', () => {
  it('finds the log and the rows of a running server sound', async () => {
    const { code, stdout, stderr } = await run('verify', '--rows', '--public-key', file('key.txt'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^log main: 1\d{3} events, \d+ checkpoints/m)
    expect(stdout).toMatch(/^rows: \d+ are as the log says$/m)
    expect(lastLine(stdout)).toBe('sound')
  })

  it('finds them sound while the server goes on writing', async () => {
    const kms = kmsOf(server)
    const stop = new AbortController()
    const write = async () => {
      while (!stop.signal.aborted) {
        const { KeyMetadata: { KeyId } = {} } = await kms.send(new CreateKeyCommand({ Description: 'a\ud800' }))
        await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
      }
    }
    const writing = Promise.all(Array.from({ length: 4 }, write))
    const verdicts = []
    for (let times = 0; times < 3; times++) verdicts.push(await run('verify', '--rows'))
    stop.abort()
    await writing
    expect(verdicts.map(({ code, stdout }) => [code, lastLine(stdout)])).toEqual(Array(3).fill([0, 'sound']))
  })

  it('says so when it trusts the key in the database', async () => {
    const { code, stdout } = await run('verify')
    expect(code).toBe(0)
    expect(stdout).toContain('public key: taken from this database')
  })

  it('finds an edited copy tampered, and tells the first bad event', async () => {
    cpSync(file('data'), file('copy'), { recursive: true })
    const copy = join(file('copy'), 'keystead.db')
    expect((await run('verify', copy)).code).toBe(0)
    const database = new Database(copy)
    database.exec(`UPDATE "events" SET "text" = replace("text", 'kms:Encrypt', 'kms:Decrypt') WHERE "seq" > 700`)
    database.close()
    const { code, stdout } = await run('verify', copy)
    expect(code).toBe(3)
    expect(lastLine(stdout)).toMatch(/^TAMPERED: log main, event 701: its text is not the one that was hashed/)
  })

  it('tells what it cannot read, and what it does not know', async () => {
    const missing = await run('verify', file('none.db'))
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 2, stdout: '' })
    expect(missing.stderr).toContain(`${file('none.db')} cannot be read`)
    expect((await run('verify', '--no-such-flag')).code).toBe(2)
  })

  it('checks the proof of one event without the data', async () => {
    const eventId = String(auditRecords({ dataDir: file('data') }).at(-1)?.eventID)
    let proved = await run('prove', eventId)
    // The newest event is signed within a second.
    while (proved.code !== 0 && proved.stderr.includes('not signed yet')) proved = await run('prove', eventId)
    expect(proved.stderr).toBe('')
    writeFileSync(file('proof.json'), proved.stdout)
    const check = () => run('verify', '--proof', file('proof.json'), '--public-key', file('key.txt'))
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/is in the log keystead\/.*\nsound/) })
    writeFileSync(file('proof.json'), proved.stdout.replace('Encrypt', 'Decrypt'))
    expect((await check()).code).toBe(3)
  })
})

describe('data that were changed while no server ran', () => {
  it('are refused by the server, are found by verify, and serve again once put back', async () => {
    await server.kill()
    const database = join(file('data'), 'keystead.db')
    // An orderly start and stop moves what a killed server left behind into the file.
    await server.restart()
    const { KeyMetadata: { KeyId } = {} } = await kmsOf(server).send(new CreateKeyCommand({}))
    await server.kill()
    cpSync(file('data'), file('kept'), { recursive: true })

    const opened = new Database(database)
    const { last } = opened.prepare<[], { last: number }>('SELECT max("seq") AS "last" FROM "events"').get() ?? {
      last: 0,
    }
    opened.prepare('DELETE FROM "events" WHERE "seq" = ?').run(last)
    opened.prepare(`UPDATE "counters" SET "value" = ? WHERE "name" = 'seq/main'`).run(last - 1)
    opened.prepare('DELETE FROM "checkpoints" WHERE "size" >= ?').run(last)
    opened.close()
    const known = readFileSync(file('checkpoints.txt'), 'utf8').includes(`\n${last}\n`)
    const { code } = await run('verify', '--rows', '--from-checkpoint', file('checkpoints.txt'))
    // Killed before that event was signed, only its row is left to tell of it.
    expect(code).toBe(known ? 4 : 3)
    if (known) await expect(server.restart()).rejects.toThrow('but a checkpoint in')

    rmSync(file('data'), { recursive: true })
    cpSync(file('kept'), file('data'), { recursive: true })
    await server.restart()
    await expect(kmsOf(server).send(new DescribeKeyCommand({ KeyId }))).resolves.toBeDefined()
    expect((await run('verify', '--rows')).code).toBe(0)
  })
})
