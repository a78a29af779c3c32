import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { openCheckpoint, originOf, splitCheckpoints } from '#audit/checkpoint.ts'
import { isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { systemClock } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { insert, type Store, update } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { PLACE, type ProvedLog, writeProvedLog } from '#testing/proved-log.ts'
import { samplesIn } from '#testing/rows.ts'
import { breakable } from '#testing/stores.ts'
import { type CheckpointParts, startCheckpoints } from './checkpoints.ts'
import { openInstallation } from './installation.ts'
import { createLog } from './log.ts'

const inFolder = folderPerTest()
const { eventDraft } = samplesIn(PLACE)

/** What the server does at a start on data that are there, up to its checkpoints. */
async function reopened(change: Partial<CheckpointParts> = {}) {
  const store = breakable(await openPrismaStore({ file: inFolder('keystead.db') }))
  const sources = { store, rootKeyFile: inFolder('root.key'), ids: systemIds, secrets: systemSecrets }
  const { id: instanceId, checkpointKey: key } = await openInstallation(sources)
  const parts = { store, instanceId, key, clock: systemClock, file: inFolder('checkpoints.txt'), log: createLog('off') }
  return { store, key, instanceId, start: () => startCheckpoints({ ...parts, ...change }) }
}

const append = (store: Store, ...ids: string[]) =>
  Promise.all(ids.map((id) => store.commit({ writes: [], events: [eventDraft(id)] })))
const sizeOf = async (store: Store) => (await store.checkpoint(PLACE.sandbox))?.size
const headOf = (store: Store) => store.treeHeads()[0]?.size

/** Changes the closed database, or what lies beside it. */
async function tampered(change: (database: Database.Database, log: ProvedLog) => void): Promise<void> {
  const log = await writeProvedLog(inFolder('.'), 20)
  const database = new Database(log.database)
  change(database, log)
  database.close()
}

describe('the checkpoints of a log', () => {
  it('sign what is not signed yet, at the start and at the end', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start } = await reopened()
    await append(store, 'a')
    const checkpoints = await start()
    expect(await sizeOf(store)).toBe(headOf(store))
    await append(store, 'b', 'c')
    await checkpoints.close()
    expect(await sizeOf(store)).toBe(headOf(store))
    await store.close()
  })

  it('sign a log that grows, each second, and at once when it grew by 1,000 events', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start } = await reopened()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const checkpoints = await start()
      const before = await sizeOf(store)
      await append(store, 'a')
      expect(await sizeOf(store)).toBe(before)
      vi.advanceTimersByTime(1000)
      await vi.waitFor(async () => expect(await sizeOf(store)).toBe(headOf(store)))
      await append(store, ...Array.from({ length: 1000 }, (_, n) => `more-${n}`))
      await vi.waitFor(async () => expect(await sizeOf(store)).toBe(headOf(store)))
      await checkpoints.close()
    } finally {
      vi.useRealTimers()
      await store.close()
    }
  })

  it('sign a log at once where it begins', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start, instanceId } = await reopened()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const checkpoints = await start()
      const sandbox = 'begun' as SandboxId
      const row = { id: sandbox, name: '', account: PLACE.account, createdAt: systemClock.now() }
      const settings = { clock: '{}', settings: '{}', seed: null }
      const events = [samplesIn({ ...PLACE, sandbox }).eventDraft('first')]
      await store.commit({ writes: [insert('sandbox', { ...row, ...settings })], events })
      await vi.waitFor(async () => expect((await store.checkpoint(sandbox))?.size).toBe(1))
      await checkpoints.close()
      // The operator's file holds a log to what it was: one that can be put back has no place in it.
      const origins = splitCheckpoints(readFileSync(inFolder('checkpoints.txt'), 'utf8')).map(
        (text) => text.split('\n')[0],
      )
      expect(origins).not.toContain(originOf(instanceId, sandbox))
      expect(origins).toContain(originOf(instanceId, PLACE.sandbox))
    } finally {
      vi.useRealTimers()
      await store.close()
    }
  })

  it('are not of a log that is put back while it is signed', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start } = await reopened()
    const sandbox = 'begun' as SandboxId
    const { eventDraft } = samplesIn({ ...PLACE, sandbox })
    const row = { id: sandbox, name: '', account: PLACE.account, createdAt: systemClock.now() }
    const settings = { clock: '{}', settings: '{}' }
    const kept = { sandboxId: sandbox, name: 'kept', createdAt: systemClock.now(), size: 1, ...settings }
    const writes = [insert('sandbox', { ...row, ...settings, seed: null }), insert('snapshot', kept)]
    const whole = { sandbox, snapshot: 'kept' }
    await store.commit({ writes, events: [eventDraft('first')], whole: { act: 'save', ...whole } })
    await store.commit({ writes: [], events: [eventDraft('second')] })
    const { commit } = store
    store.commit = async (transaction) => {
      if (
        !transaction.writes.some(
          (write) => write.table === 'checkpoint' && write.act === 'put' && write.row.sandbox === sandbox,
        )
      ) {
        return commit(transaction)
      }
      store.commit = commit
      const there = await store.sandbox(sandbox)
      const touched = there ? [update<'sandbox'>('sandbox', there, {})] : []
      await commit({ writes: touched, events: [], whole: { act: 'restore', ...whole } })
      return commit(transaction)
    }
    const checkpoints = await start()
    await checkpoints.close()
    expect((await store.checkpoint(sandbox))?.size).toBe(1)
    await store.close()
  })

  it('are appended to the file of the operator too, each of them opening with the public key', async () => {
    const { checkpointFile, publicKey } = await writeProvedLog(inFolder('.'), 20)
    const texts = splitCheckpoints(readFileSync(checkpointFile, 'utf8'))
    const key = Buffer.from(publicKey, 'base64')
    const sizes = texts.map((text) => openCheckpoint(text, key, isSignedByCheckpointKey)?.size)
    expect(sizes.length).toBeGreaterThan(1)
    expect(sizes).toEqual(sizes.toSorted((a, b) => Number(a) - Number(b)))
    expect(sizes.at(-1)).toBe(24)
  })

  it('go on when that file cannot be written', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start } = await reopened({ file: inFolder('no/such/folder.txt') })
    await append(store, 'a')
    const checkpoints = await start()
    expect(await sizeOf(store)).toBe(headOf(store))
    expect(existsSync(inFolder('no'))).toBe(false)
    await checkpoints.close()
    await store.close()
  })

  it('are tried again when the store could not take them', async () => {
    await writeProvedLog(inFolder('.'), 20)
    const { store, start } = await reopened()
    const checkpoints = await start()
    store.fault = ({ writes }) => (writes.length > 0 ? Promise.reject(new Error('disk')) : undefined)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      await append(store, 'a')
      await vi.advanceTimersByTimeAsync(1000)
      expect(await sizeOf(store)).toBeLessThan(Number(headOf(store)))
      store.fault = undefined
      await vi.waitFor(async () => {
        await vi.advanceTimersByTimeAsync(1000)
        expect(await sizeOf(store)).toBe(headOf(store))
      })
    } finally {
      vi.useRealTimers()
    }
    await checkpoints.close()
    await store.close()
  })
})

describe('a start is refused, and nothing is signed,', () => {
  const refusal = async (change: Partial<CheckpointParts> = {}) => {
    const { store, start } = await reopened(change)
    const before = await sizeOf(store)
    const error: unknown = await start().catch((thrown: unknown) => thrown)
    expect(await sizeOf(store)).toBe(before)
    await store.close()
    return error instanceof Error ? `${error.name}: ${error.message}` : 'started'
  }

  it('not on the log as it was left', async () => {
    await tampered(() => undefined)
    expect(await refusal()).toBe('started')
  })

  it('on a log whose hashes are others than were signed', async () => {
    await tampered((database) => database.exec('UPDATE "events" SET "leaf" = zeroblob(32) WHERE "seq" = 5'))
    expect(await refusal()).toMatch(/^AuditLogError: The first 24 events of the audit log of main are not those/)
  })

  it('on a checkpoint of another key', async () => {
    await tampered((database) => database.exec(`UPDATE "checkpoints" SET "text" = replace("text", 'time', 'Time')`))
    expect(await refusal()).toMatch(/is not signed by this installation/)
  })

  it('on a log that was cut with all that knows of it but the checkpoint', async () => {
    await tampered((database) =>
      database.exec(
        `DELETE FROM "events" WHERE "seq" > 20; UPDATE "counters" SET "value" = 20 WHERE "name" = 'seq/main'`,
      ),
    )
    expect(await refusal()).toMatch(/has 20 events, but a checkpoint in the database speaks of 24/)
  })

  it('on a log without its checkpoints, with more events than a crash leaves', async () => {
    await writeProvedLog(inFolder('.'), 100)
    const database = new Database(inFolder('keystead.db'))
    database.exec('DELETE FROM "checkpoints"; UPDATE "events" SET "wallTime" = "wallTime" + "seq" * 5000')
    database.close()
    // The file that vouches for them is not asked.
    expect(await refusal({ file: undefined })).toMatch(
      /The last 1\d\d events .* are not signed, which is more than a crash leaves/,
    )
  })

  it('on a log that is empty but for its checkpoints', async () => {
    await tampered((database) => {
      database.exec(`DELETE FROM "events"; DELETE FROM "segments"; DELETE FROM "counters" WHERE "name" = 'seq/main'`)
    })
    expect(await refusal()).toMatch(/has 0 events, but a checkpoint in the database speaks of 24/)
  })

  it('on an older copy of the whole folder, when checkpoints are kept elsewhere', async () => {
    await writeProvedLog(inFolder('.'), 20)
    mkdirSync(inFolder('older'))
    for (const file of ['keystead.db', 'root.key']) cpSync(inFolder(file), inFolder(`older/${file}`))
    const { store, start } = await reopened()
    const checkpoints = await start()
    await append(store, 'a', 'b')
    await checkpoints.close()
    await store.close()
    cpSync(inFolder('older/keystead.db'), inFolder('keystead.db'))
    expect(await refusal()).toMatch(/has 24 events, but a checkpoint in .*checkpoints.txt speaks of 26/)
  })

  it('on a file of checkpoints that cannot be read', async () => {
    await writeProvedLog(inFolder('.'), 20)
    writeFileSync(inFolder('file'), '')
    const { store, start } = await reopened({ file: inFolder('file/in-it.txt') })
    await expect(start()).rejects.toThrow(/KEYSTEAD_CHECKPOINT_FILE .* cannot be read/)
    await store.close()
  })
})
