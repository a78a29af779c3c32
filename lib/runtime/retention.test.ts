import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inclusionProof, isIncluded, leafHash } from '#audit/merkle.ts'
import { DAY, systemClock } from '#kernel/clock.ts'
import type { EpochMillis, KeyArn } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import type { Store } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { eventOf, PLACE, writeProvedLog } from '#testing/proved-log.ts'
import { arnOfKey } from '#testing/rows.ts'
import { startCheckpoints } from './checkpoints.ts'
import { openInstallation } from './installation.ts'
import { createLog } from './log.ts'
import { prune } from './retention.ts'
import { verify } from './verify.ts'
import { VERDICT } from './verify-files.ts'

/** Two whole segments and some. */
const EVENTS = 1100
const WHOLE = 1024
let source: string
const inFolder = folderPerTest()
const database = () => inFolder('keystead.db')

beforeAll(async () => {
  source = mkdtempSync(join(tmpdir(), 'keystead-retention-'))
  await writeProvedLog(source, EVENTS)
})
beforeEach(() => {
  for (const name of ['keystead.db', 'root.key']) cpSync(join(source, name), inFolder(name))
})
afterAll(() => rmSync(source, { recursive: true, force: true }))

/** Prunes as many days after the log was written, when an event has just come in. */
async function pruned({ store, sign }: Opened, daysLater: number, days = 30): Promise<number> {
  const later = { now: () => (systemClock.now() + daysLater * DAY) as EpochMillis }
  const clocks = { wall: later, of: () => later }
  await store.commit({ writes: [], events: [{ ...eventOf(`at-${daysLater}`), wallTime: later.now() }] })
  return prune({ store, sign, database: database(), ids: systemIds, scope: PLACE, clocks, days })
}

interface Opened {
  readonly store: Store
  sign(): Promise<void>
}

async function opened<T>(use: (opened: Opened) => Promise<T>): Promise<T> {
  const store = await openPrismaStore({ file: database() })
  const sources = { store, rootKeyFile: inFolder('root.key'), ids: systemIds, secrets: systemSecrets }
  const { id: instanceId, checkpointKey: key } = await openInstallation(sources)
  const parts = { store, instanceId, key, clock: systemClock, file: undefined, log: createLog('off') }
  const checkpoints = await startCheckpoints(parts)
  try {
    return await use({ store, sign: checkpoints.sign })
  } finally {
    await checkpoints.close()
    await store.close()
  }
}

const verdict = (file = database()) => verify({ database: file, rows: true }, () => undefined)
const query = { sandbox: PLACE.sandbox, account: PLACE.account, filters: [] }
const countOf = async (store: Store) => (await store.events({ ...query, limit: 10_000 })).length

describe('retention', () => {
  it('takes old events away in whole segments, and leaves a log that is sound and knows every row', async () => {
    await opened(async (at) => {
      const { store } = at
      const before = await countOf(store)
      expect(await pruned(at, 31)).toBe(WHOLE)
      const events = await store.events({ ...query, limit: 10_000 })
      expect(events).toHaveLength(before - WHOLE + 2)
      expect(events[0]).toMatchObject({ eventName: 'PruneAuditLog', principal: 'keystead' })
      expect(events.at(-1)?.seq).toBe(WHOLE + 1)
    })
    const { code, lines } = await verdict()
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^log main: 1106 events/),
      '  the first 1024 were taken away by retention; their tree is there',
      expect.stringMatching(/^rows: 14 are as the log says/),
      'sound',
    ])
    expect(code).toBe(VERDICT.sound)
  })

  it('goes on where it was, as often as it runs', async () => {
    await opened(async (at) => {
      const { store } = at
      expect(await pruned(at, 31)).toBe(WHOLE)
      expect(await pruned(at, 31)).toBe(0)
      await Promise.all(Array.from({ length: 500 }, (_, n) => store.commit({ writes: [], events: [eventOf(`x${n}`)] })))
      expect(await pruned(at, 61)).toBe(512)
    })
    expect((await verdict()).lines.at(-1)).toBe('sound')
  })

  it('keeps what is young', async () => {
    await opened(async (at) => {
      const { store } = at
      const before = await countOf(store)
      expect(await pruned(at, 29)).toBe(0)
      expect(await countOf(store)).toBe(before + 1)
    })
  })

  it('keeps the last use of a key, and the proofs of what is left', async () => {
    await opened(async (at) => {
      const { store } = at
      await pruned(at, 31)
      const used = (await store.events({ ...query, limit: 2 }))[1]
      expect(await store.lastUse(PLACE, arnOfKey(1) as KeyArn)).toMatchObject({
        eventId: used?.eventId,
        seq: used?.seq,
      })
      const { size = 0, root = Buffer.alloc(0) } = store.treeHeads()[0] ?? {}
      const subtrees = (subtree: { level: number; index: number }) => store.subtree(PLACE.sandbox, subtree)
      const proof = await inclusionProof((used?.seq ?? 0) - 1, size, subtrees)
      expect(isIncluded({ index: (used?.seq ?? 0) - 1, size, leaf: leafHash(used?.text ?? ''), proof, root })).toBe(
        true,
      )
    })
  })

  it('still finds a row that was edited after its event was pruned, and one whose last use was', async () => {
    await opened((at) => pruned(at, 31))
    mkdirSync(inFolder('copy'))
    for (const sql of [
      `UPDATE "keys" SET "description" = 'mine'`,
      'DELETE FROM "aliases"',
      `UPDATE "events" SET "account" = '1' WHERE "seq" = 1050`,
    ]) {
      cpSync(database(), inFolder('copy/keystead.db'))
      expect((await verdict(inFolder('copy/keystead.db'))).code).toBe(VERDICT.sound)
      const copy = new Database(inFolder('copy/keystead.db'))
      copy.exec(sql)
      copy.close()
      expect((await verdict(inFolder('copy/keystead.db'))).code).toBe(VERDICT.tampered)
    }
  })

  it('leaves a log alone that is not the one the server wrote', async () => {
    await opened(async (at) => {
      const { store } = at
      const other = new Database(database())
      other.exec(`UPDATE "events" SET "text" = replace("text", 'aws-cli', 'sdk-cli') WHERE "seq" = 7`)
      const before = await countOf(store)
      await expect(pruned(at, 31)).rejects.toThrow(/is not sound \(event 7: .* nothing of it was pruned/)
      expect(await countOf(store)).toBe(before + 1)
      other.close()
    })
  })

  it('keeps a segment with one young event, whatever the clock did after it', async () => {
    await opened(async (at) => {
      const { store } = at
      const later = (systemClock.now() + 31 * DAY) as EpochMillis
      const young = { ...eventOf('young'), wallTime: later }
      // Behind it the clock went back, so that the last event of its segment is old again.
      const old = Array.from({ length: 600 }, (_, n) => eventOf(`old-${n}`))
      await store.commit({ writes: [], events: [young, ...old] })
      expect(await pruned(at, 31)).toBe(WHOLE)
      expect(await pruned(at, 31)).toBe(0)
    })
  })

  it('waits while nothing was written for a day: the clock may be wrong', async () => {
    await opened(async ({ store, sign }) => {
      const later = { now: () => (systemClock.now() + 400 * DAY) as EpochMillis }
      const clocks = { wall: later, of: () => later }
      expect(await prune({ store, sign, database: database(), ids: systemIds, scope: PLACE, clocks, days: 30 })).toBe(0)
    })
  })
})
