import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verify } from '#runtime/verify.ts'
import { VERDICT } from '#runtime/verify-files.ts'
import { lockOwner } from '#store/lock.ts'
import { type Server, startServer } from '../support/server.ts'
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts'
import { attach, mayTrace, type Tracer } from '../support/strace/attach.ts'
import { type RawAnswer, sendRaw } from './clients.ts'
import { answerOf, textAt } from './json-call.ts'

// What the server does while its audit log cannot be written, and after it can be again.

const PLAINTEXT = Buffer.from('attack at dawn').toString('base64')
const CALLERS = 8

/** A server with a key, and what it acknowledged. */
interface Subject {
  readonly server: Server
  readonly database: string
  readonly keyId: string
  readonly ciphertext: string
  /** Request ids by what became of the calls. */
  readonly acknowledged: string[]
  readonly refused: string[]
}

async function startSubject(env: Readonly<Record<string, string>> = {}): Promise<Subject> {
  const server = await startServer({ console: false, env })
  const keyId = textAt(await answerOf(server, 'CreateKey', {}), 'KeyMetadata.KeyId')
  const sealed = await answerOf(server, 'Encrypt', { KeyId: keyId, Plaintext: PLAINTEXT })
  const database = join(env.KEYSTEAD_DATA_DIR ?? server.dataDir, 'keystead.db')
  return { server, database, keyId, ciphertext: textAt(sealed, 'CiphertextBlob'), acknowledged: [], refused: [] }
}

/** Some calls of each kind, many at once; gives those that were refused. */
async function callsOf(subject: Subject): Promise<readonly RawAnswer[]> {
  const { server, keyId, ciphertext } = subject
  const inputs = {
    CreateKey: {},
    Encrypt: { KeyId: keyId, Plaintext: PLAINTEXT },
    Decrypt: { CiphertextBlob: ciphertext },
    GenerateDataKey: { KeyId: keyId, KeySpec: 'AES_256' },
    DescribeKey: { KeyId: keyId },
  }
  const calls = Array.from({ length: CALLERS }, () => Object.entries(inputs)).flat()
  const answers = await Promise.all(
    calls.map(([operation, input]) =>
      sendRaw(server, { target: `TrentService.${operation}`, body: JSON.stringify(input) }),
    ),
  )
  for (const { status, headers } of answers) {
    const id = headers.get('x-amzn-requestid') ?? ''
    if (status === 200) subject.acknowledged.push(id)
    else subject.refused.push(id)
  }
  return answers.filter(({ status }) => status !== 200)
}

async function health({ server }: Subject): Promise<{ status: number; reason: string }> {
  const answer = await fetch(`${server.url}/health`)
  return { status: answer.status, reason: String((await answer.json()).reason) }
}

const SHORTLY = { interval: 50 }

/** Every call fails, says nothing of what it would have answered, and the server says why. */
async function expectClosed(subject: Subject, reason: RegExp): Promise<void> {
  await expect.poll(() => callsOf(subject), SHORTLY).toHaveLength(CALLERS * 5)
  for (const { status, text } of await callsOf(subject)) {
    expect(status).toBe(500)
    expect(JSON.parse(text).__type).toBe('KMSInternalException')
    expect(text).not.toMatch(/Plaintext|CiphertextBlob|KeyMetadata/)
  }
  const { status, reason: said } = await health(subject)
  expect(status).toBe(503)
  expect(said).toMatch(/^The audit log cannot be written: /)
  expect(said).toMatch(reason)
}

interface StoredEvent {
  readonly requestId: string | null
  readonly eventName: string
  readonly text: string
}

function eventsOf({ database }: Subject): readonly StoredEvent[] {
  const file = new Database(database, { readonly: true })
  try {
    return file.prepare<[], StoredEvent>('SELECT "requestId", "eventName", "text" FROM "events" ORDER BY "seq"').all()
  } finally {
    file.close()
  }
}

/** The same process serves again, lost nothing that it acknowledged, and says in its log for how long it did not. */
async function expectHealed(subject: Subject, pid: number | undefined): Promise<void> {
  await expect.poll(async () => (await health(subject)).status, SHORTLY).toBe(200)
  expect(lockOwner(subject.database)?.pid).toBe(pid)
  expect(await callsOf(subject)).toEqual([])
  const events = eventsOf(subject)
  const recorded = new Set(events.map(({ requestId }) => requestId))
  expect(subject.acknowledged.filter((id) => !recorded.has(id))).toEqual([])
  expect(subject.refused.filter((id) => recorded.has(id))).toEqual([])
  const resumed = events.findLast(({ eventName }) => eventName === 'ResumeAuditLog')
  const refused = /"refusedTransactions":(\d+)/.exec(resumed?.text ?? '')?.[1]
  expect(Number(refused)).toBeGreaterThan(CALLERS)
  const { code, lines } = await verify({ database: subject.database, rows: true }, () => undefined)
  expect(lines.at(-1)).toBe('sound')
  expect(code).toBe(VERDICT.sound)
}

describe.skipIf(!mayMount())('a full disk (skipped where file systems may not be mounted)', () => {
  let disk: SmallDisk
  let subject: Subject
  beforeEach(async () => {
    disk = mountSmallDisk(32)
    subject = await startSubject({ KEYSTEAD_DATA_DIR: join(disk.path, 'data') })
  })
  afterEach(async () => {
    try {
      await subject.server.stop()
    } finally {
      disk.remove()
    }
  })

  it('closes the service, which heals by itself when there is room again', async () => {
    const pid = lockOwner(subject.database)?.pid
    expect(await callsOf(subject)).toEqual([])
    for (let n = 0; n < 2; n++) {
      const free = disk.fill()
      await expectClosed(subject, /full/)
      free()
      await expectHealed(subject, pid)
    }
  })
})

describe.skipIf(!mayTrace)('a failing disk (skipped where there is no `strace`, or it may not attach)', () => {
  let subject: Subject
  beforeEach(async () => {
    subject = await startSubject()
  })
  afterEach(() => subject.server.stop())

  const FAULTS = [
    ['cannot be synced', 'inject=fsync,fdatasync:error=EIO', /disk I\/O error/],
    ['has become read-only', 'inject=pwrite64:error=EROFS', /disk I\/O error/],
  ] as const

  it.each(FAULTS)('that %s closes the service, which heals by itself', async (_, fault, reason) => {
    const pid = lockOwner(subject.database)?.pid
    const tracer: Tracer = await attach(subject.database, '-e', fault)
    await expectClosed(subject, reason)
    await tracer.detach()
    await expectHealed(subject, pid)
  })
})

describe('files that go away under the running server', () => {
  let subject: Subject
  beforeEach(async () => {
    subject = await startSubject()
  })
  afterEach(() => subject.server.stop())

  const away = /is not the file that was opened/

  it.each([
    ['the database', '/keystead.db'],
    ['its write-ahead log', '/keystead.db-wal'],
    ['the whole data folder', ''],
  ])('close the service: %s is moved away, and it heals when that is back', async (_, name) => {
    const pid = lockOwner(subject.database)?.pid
    const path = `${subject.server.dataDir}${name}`
    renameSync(path, `${path}-away`)
    await expectClosed(subject, away)
    renameSync(`${path}-away`, path)
    await expectHealed(subject, pid)
  })

  it('close the service for good when the database is removed', async () => {
    rmSync(subject.database)
    await expectClosed(subject, away)
    expect(subject.acknowledged).toEqual([])
  })
})
