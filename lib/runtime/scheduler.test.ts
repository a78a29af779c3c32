import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY } from '#kernel/clock.ts'
import { openMemoryStore } from '#store/open.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import type { Log } from './log.ts'
import { type Scheduler, startScheduler } from './scheduler.ts'

const HOUR = 3_600_000

let store: BrokenStore
let kms: Harness
let KeyId: string
let errors: unknown[][]
let scheduler: Scheduler | undefined

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  store = breakable(openMemoryStore())
  kms = await openHarness(store)
  KeyId = (await kms.newKey()).KeyId
  errors = []
  scheduler = undefined
})

afterEach(async () => {
  await scheduler?.stop()
  vi.useRealTimers()
})

const start = () => {
  const silent = () => undefined
  const error: Log['error'] = (...line) => errors.push(line)
  scheduler = startScheduler(kms.ports, { debug: silent, info: silent, warn: silent, error, flush: silent })
  return settled()
}
/** Lets what is under way come to its end, without time passing. */
const settled = () => vi.advanceTimersByTimeAsync(0)
/** Time as the scheduler knows it: its clock and its timers, hand in hand. */
const pass = async (millis: number) => {
  for (let left = millis; left > 0; left -= 6 * HOUR) {
    const step = Math.min(left, 6 * HOUR)
    kms.clock.advance(step)
    await vi.advanceTimersByTimeAsync(step)
  }
}
const stateOf = async () => {
  const [record] = await store.keyRecords(kms.caller().scope)
  return record?.key.state ?? 'gone'
}
const materials = async () => (await store.keyRecords(kms.caller().scope))[0]?.materials.length
const schedule = () => kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })

describe('the scheduler', () => {
  it('does at start what fell due while nothing ran', async () => {
    await schedule()
    kms.clock.advanceDays(8)
    await start()
    expect(await stateOf()).toBe('gone')
  })

  it('does each thing when it falls due, not before', async () => {
    await start()
    await schedule()
    await pass(7 * DAY - 1)
    expect(await stateOf()).toBe('PendingDeletion')
    await pass(1)
    expect(await stateOf()).toBe('gone')
  })

  it('goes on with what falls due after that', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await start()
    for (let rotation = 1; rotation <= 3; rotation += 1) {
      await pass(90 * DAY)
      expect(await materials()).toBe(1 + rotation)
    }
  })

  it('wakes for a change that makes work due at once', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await kms.call('DisableKey', { KeyId })
    await start()
    await pass(91 * DAY)
    expect(await materials()).toBe(1)
    await kms.call('EnableKey', { KeyId })
    await settled()
    expect(await materials()).toBe(2)
  })

  it('does not miss a change that comes while it looks for what is next', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await kms.call('DisableKey', { KeyId })
    kms.clock.advanceDays(91)
    const reads = kms.ports.store
    const { nextDue } = reads
    reads.nextDue = async (sandbox) => {
      reads.nextDue = nextDue
      const next = await nextDue(sandbox)
      await kms.call('EnableKey', { KeyId })
      return next
    }
    await start()
    await settled()
    expect(await materials()).toBe(2)
  })

  it('never sets a timer that would overflow', async () => {
    await kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 2560 })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await start()
    await pass(DAY)
    expect(timers.mock.calls.length).toBeGreaterThan(3)
    for (const [, wait] of timers.mock.calls) expect(wait).toBeLessThanOrEqual(6 * HOUR)
    timers.mockRestore()
  })

  it('reports what fails, and tries again ten seconds later', async () => {
    await schedule()
    kms.clock.advanceDays(7)
    store.fault = () => Promise.reject(new Error('the disk is full'))
    await start()
    expect(errors).toMatchObject([['due work failed and will be tried again', { message: 'the disk is full' }]])
    await pass(9_999)
    expect(errors).toHaveLength(1)
    store.fault = undefined
    await pass(1)
    expect([await stateOf(), errors.length]).toEqual(['gone', 1])
  })

  it('does nothing after it was stopped, and waits for what is under way', async () => {
    await schedule()
    kms.clock.advanceDays(7)
    let release: () => void = () => undefined
    store.fault = (transaction) => {
      store.fault = undefined
      return new Promise<void>((resolve) => (release = resolve)).then(() => store.commit(transaction))
    }
    await start()
    let stopped = false
    const stop = scheduler?.stop().then(() => {
      stopped = true
    })
    await settled()
    expect(stopped).toBe(false)
    release()
    await stop
    expect(await stateOf()).toBe('gone')
    expect(vi.getTimerCount()).toBe(0)
    KeyId = (await kms.newKey()).KeyId
    await schedule()
    await pass(8 * DAY)
    expect(await stateOf()).toBe('PendingDeletion')
  })
})
