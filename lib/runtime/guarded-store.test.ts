import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { insert, remove, type Transaction, type Write } from '#kms/ports.ts'
import { StoreError, type StoreErrorCode } from '#store/errors.ts'
import { openMemoryStore } from '#store/open.ts'
import { TestClock } from '#testing/clock.ts'
import { ACCOUNT, REGION } from '#testing/harness.ts'
import { samplesIn } from '#testing/rows.ts'
import { breakable } from '#testing/stores.ts'
import { guardedStore } from './guarded-store.ts'
import { createLog } from './log.ts'

const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }
const { aliasRow, eventDraft } = samplesIn(scope)
const domainKeyOf = (region: string) =>
  insert('domainKey', { ...scope, region: region as Region, number: 1, wrapped: Uint8Array.of(1) })
const eventOf = (id: string): Transaction => ({ writes: [], events: [eventDraft(id)] })
const RETRY = 1000

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function setUp() {
  const database = breakable(openMemoryStore())
  const clock = new TestClock()
  const lines: string[] = []
  const log = createLog('info', (text) => lines.push(...text.trim().split('\n')))
  const store = guardedStore(database, { ids: systemIds, clocks: { wall: clock, of: () => clock }, scope }, log)
  /** Every commit fails from now on, that of the store itself too. */
  const fail = (code: StoreErrorCode, message: string) => {
    database.fault = async () => {
      throw new StoreError(code, message)
    }
  }
  const heal = () => {
    database.fault = undefined
  }
  const events = async () => {
    const query = { ...scope, filters: [], limit: 100 }
    return (await database.events(query)).toReversed()
  }
  const logged = () => {
    log.flush()
    return lines.map((line) => JSON.parse(line).message)
  }
  return { store, database, clock, fail, heal, events, logged }
}

describe('a guarded store', () => {
  it('passes on what the store says, and is not blocked', async () => {
    const { store } = setUp()
    expect(await store.commit(eventOf('a'))).toBe('committed')
    expect(store.blocked()).toBeUndefined()
  })

  it.each(['write-failed', 'writer-crashed', 'moved'] as const)('is blocked by %s, and says why', async (code) => {
    const { store, fail } = setUp()
    fail(code, 'the disk is full')
    await expect(store.commit(eventOf('a'))).rejects.toMatchObject({ code })
    expect(store.blocked()).toBe('The audit log cannot be written: the disk is full')
    await store.close()
  })

  it.each(['overloaded', 'bad-transaction', 'closed'] as const)('is not blocked by %s', async (code) => {
    const { store, fail } = setUp()
    fail(code, 'no outage')
    await expect(store.commit(eventOf('a'))).rejects.toMatchObject({ code })
    expect(store.blocked()).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('heals by itself, without a call, and its log tells since when and how many were refused', async () => {
    const { store, clock, fail, heal, events, logged } = setUp()
    fail('write-failed', 'the disk is full')
    for (const id of ['a', 'b', 'c']) await expect(store.commit(eventOf(id))).rejects.toThrow('full')
    clock.advance(60_000)
    heal()
    expect(store.blocked()).toBeDefined()
    await vi.advanceTimersByTimeAsync(RETRY)
    expect(store.blocked()).toBeUndefined()
    const found = await events()
    expect(found.map(({ eventName }) => eventName)).toEqual(['ResumeAuditLog'])
    expect(JSON.parse(found[0]?.text ?? '').record.serviceEventDetails).toEqual({
      blockedSince: '2026-01-01T00:00:00.000Z',
      refusedTransactions: 3,
    })
    expect(found[0]?.eventTime).toBe(clock.now())
    expect(vi.getTimerCount()).toBe(0)
    expect(logged()).toEqual([
      'the audit log cannot be written: calls fail until it can',
      'the audit log can be written again',
    ])
  })

  it('is tried every second until then, and gives the newest reason', async () => {
    const { store, fail, heal, events } = setUp()
    fail('write-failed', 'the disk is full')
    await expect(store.commit(eventOf('a'))).rejects.toThrow('full')
    fail('moved', 'the file is gone')
    expect(store.blocked()).toMatch('full')
    for (let n = 0; n < 5; n++) {
      await vi.advanceTimersByTimeAsync(RETRY)
      expect(store.blocked()).toMatch('the file is gone')
      expect(vi.getTimerCount()).toBe(1)
    }
    heal()
    await vi.advanceTimersByTimeAsync(RETRY)
    expect(store.blocked()).toBeUndefined()
    expect(await events()).toHaveLength(1)
  })

  it('counts anew when it is blocked again', async () => {
    const { store, fail, heal, events } = setUp()
    for (const refused of [2, 1]) {
      fail('write-failed', 'the disk is full')
      for (let n = 0; n < refused; n++) await expect(store.commit(eventOf('a'))).rejects.toThrow('full')
      heal()
      await vi.advanceTimersByTimeAsync(RETRY)
    }
    const counts = (await events()).map(({ text }) => JSON.parse(text).record.serviceEventDetails.refusedTransactions)
    expect(counts).toEqual([2, 1])
  })

  it('has those who follow commits look again at what may have been written although it was refused', async () => {
    const { store, database, fail, heal } = setUp()
    const told: Write[] = []
    store.onCommit((writes) => told.push(...writes))
    const [alias, other] = [insert('alias', aliasRow('a', 1)), insert('alias', aliasRow('b', 1))]
    fail('write-failed', 'the disk is full')
    await expect(store.commit({ writes: [other], events: [] })).rejects.toThrow('full')
    for (const code of ['writer-crashed', 'moved'] as const) {
      fail(code, 'who knows')
      await expect(store.commit({ writes: [alias, domainKeyOf('eu-west-1')], events: [] })).rejects.toThrow('who knows')
    }
    heal()
    // Of the domain keys this one was written.
    await database.commit({ writes: [domainKeyOf('us-east-1')], events: [] })
    told.length = 0
    await vi.advanceTimersByTimeAsync(RETRY)
    expect(told).toMatchObject([alias, alias, { table: 'domainKey', row: { region: 'us-east-1' } }])
    expect(store.blocked()).toBeUndefined()
  })

  it('has sandboxes taken as they are then, whatever was to become of them', async () => {
    const { store, database, fail, heal } = setUp()
    const told: Write[] = []
    const rewound: SandboxId[] = []
    store.onCommit((writes) => told.push(...writes))
    store.onRewind((sandbox) => rewound.push(sandbox))
    const sandbox = (id: string) => {
      const about = { name: '', account: ACCOUNT, createdAt: 0 as EpochMillis, clock: '{}', settings: '{}', seed: null }
      return insert('sandbox', { id: id as SandboxId, ...about })
    }
    await store.commit({ writes: [sandbox('kept')], events: [] })
    const kept = await database.sandbox('kept' as SandboxId)
    if (!kept) throw new Error('there is no sandbox')
    told.length = 0
    fail('writer-crashed', 'who knows')
    const erased = { writes: [remove('sandbox', kept)], events: [], whole: { act: 'erase', sandbox: kept.id } } as const
    for (const doubtful of [
      erased,
      { writes: [sandbox('new')], events: [] },
      { writes: [sandbox('none')], events: [] },
    ]) {
      await expect(store.commit(doubtful)).rejects.toThrow('who knows')
    }
    heal()
    // Of the three this was written.
    await database.commit({ writes: [sandbox('new')], events: [] })
    told.length = 0
    await vi.advanceTimersByTimeAsync(RETRY)
    expect(told).toMatchObject([
      { act: 'put', row: { id: 'kept' } },
      { act: 'put', row: { id: 'new' } },
      { act: 'remove', key: { id: 'none' } },
    ])
    expect(rewound).toEqual(['kept'])
  })

  it('is not tried any more once it is closed', async () => {
    const { store, fail } = setUp()
    fail('write-failed', 'the disk is full')
    await expect(store.commit(eventOf('a'))).rejects.toThrow('full')
    await store.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
