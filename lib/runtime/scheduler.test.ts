import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY } from '#kernel/clock.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { openMemoryStore } from '#store/open.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { administering } from '#testing/sandboxes.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import { liveStore } from './live-store.ts'
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
  scheduler = startScheduler(kms.ports, kms.sandboxes, {
    debug: silent,
    info: silent,
    warn: silent,
    error,
    flush: silent,
  })
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

describe('in a sandbox with a clock of its own, the scheduler', () => {
  const sandbox = 'a' as SandboxId
  const caller = () => kms.caller({ sandbox })
  const scheduled = async (clock?: object) => {
    await administering(kms)('CreateSandbox', { name: 'a', ...(clock && { clock }) })
    const { KeyId } = await kms.newKey({}, caller())
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, caller())
    return async () => (await store.keyRecords(caller().scope)).length
  }

  it('does what falls due while the clock runs, by that clock', async () => {
    await start()
    const keys = await scheduled({ set: '2040-01-01T00:00:00Z' })
    await pass(7 * DAY - HOUR)
    expect(await keys()).toBe(1)
    await pass(HOUR)
    expect(await keys()).toBe(0)
    const [event] = (await kms.events({ sandbox })).slice(-1)
    expect(event).toMatchObject({ eventName: 'DeleteKey', eventTime: Date.parse('2040-01-08T00:00:00Z') })
  })

  it('does nothing while it stands, and all that is due once it has moved', async () => {
    await start()
    const keys = await scheduled({ freeze: true })
    await pass(30 * DAY)
    expect(await keys()).toBe(1)
    await administering(kms)('MoveClock', { id: sandbox, advance: 'P7D' })
    await settled()
    expect(await keys()).toBe(0)
  })

  it('does it once, however many moves are asked for at the same time', async () => {
    await start()
    await scheduled({ freeze: true })
    const admin = administering(kms)
    const moves = Array.from({ length: 5 }, () => admin('MoveClock', { id: sandbox, advance: 'P2D' }))
    const changed = (await Promise.all(moves)).map(({ changedKeys }) => changedKeys)
    await settled()
    expect((await store.keyRecords(caller().scope)).length).toBe(0)
    expect(changed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1)
    expect((await kms.events({ sandbox })).filter(({ eventName }) => eventName === 'DeleteKey')).toHaveLength(1)
  })

  describe('that is put back while work is under way', () => {
    const rotations = async () => {
      const events = await kms.events({ sandbox })
      return events.filter(({ eventName }) => eventName === 'RotateKey').map(({ eventTime }) => eventTime)
    }
    const began = Date.parse('2040-01-01T00:00:00Z')
    /**
     * Moves a key that rotates each year by three, and puts it back meanwhile: when it is asked the n-th time for what
     * is due. The rotations of a multi-Region key are planned each by itself, those of others together.
     */
    const putBack = async (at: number, method: 'dueRecords' | 'nextDue', MultiRegion = true) => {
      await start()
      const admin = administering(kms, { catchUp: async (id) => (await scheduler?.catchUp(id)) ?? 0 })
      await admin('CreateSandbox', { name: 'a', clock: { set: new Date(began).toISOString(), freeze: true } })
      const { KeyId } = await kms.newKey({ MultiRegion }, caller())
      await kms.call('EnableKeyRotation', { KeyId }, caller())
      await admin('CreateSnapshot', { id: sandbox, name: 'kept' })
      let asked = 0
      const restore = async (of: SandboxId) => {
        if (of === sandbox) asked += 1
        if (of === sandbox && asked === at) await admin('RestoreSnapshot', { id: sandbox, name: 'kept' })
      }
      const reads = kms.ports.store
      const { dueRecords, nextDue } = reads
      if (method === 'dueRecords') {
        reads.dueRecords = async (...of) => {
          await restore(of[0])
          return dueRecords(...of)
        }
      } else {
        reads.nextDue = async (of) => {
          const next = await nextDue(of)
          await restore(of)
          return next
        }
      }
      await admin('MoveClock', { id: sandbox, advance: 'P1100D' })
      expect(asked).toBeGreaterThanOrEqual(at)
      return () => admin('MoveClock', { id: sandbox, advance: 'P1100D' })
    }

    it.each([
      [1, false],
      [2, false],
      [2, true],
      [3, true],
      [4, true],
    ])('does nothing there that is not due at the time it was put back to (%i, %s)', async (read, isMultiRegion) => {
      await putBack(read, 'dueRecords', isMultiRegion)
      expect(await rotations()).toEqual([])
    })

    it.each([
      [4, 'dueRecords'],
      [1, 'nextDue'],
    ] as const)('does what falls due later as of its own time (%i, %s)', async (at, method) => {
      const moveAgain = await putBack(at, method)
      await moveAgain()
      expect(await rotations()).toEqual([365, 730, 1095].map((day) => began + day * DAY))
    })
  })

  it('ends its work quietly when it is deleted meanwhile', async () => {
    await start()
    await scheduled({ freeze: true })
    const admin = administering(kms, { catchUp: async (id) => (await scheduler?.catchUp(id)) ?? 0 })
    const reads = kms.ports.store
    const { dueRecords } = reads
    reads.commit = liveStore({ ...reads }, kms.sandboxes).commit
    reads.dueRecords = async (...of) => {
      const records = await dueRecords(...of)
      if (records.length > 0) await admin('DeleteSandbox', { id: sandbox })
      return records
    }
    expect(await admin('MoveClock', { id: sandbox, advance: 'P7D' })).toMatchObject({ changedKeys: 0 })
    expect(errors).toEqual([])
  })

  it('forgets it when it is deleted', async () => {
    await start()
    await scheduled()
    await administering(kms)('DeleteSandbox', { id: sandbox })
    await pass(8 * DAY)
    expect(errors).toEqual([])
  })
})

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
    // No spy: after the file all spies end once more, and one over a fake would put that back for good.
    const fake = globalThis.setTimeout
    const timers = vi.fn(fake)
    globalThis.setTimeout = Object.assign(timers, fake)
    await start()
    await pass(DAY)
    globalThis.setTimeout = fake
    expect(timers.mock.calls.length).toBeGreaterThan(3)
    for (const [, wait] of timers.mock.calls) expect(wait).toBeLessThanOrEqual(6 * HOUR)
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

  it('leaves what would take long for the next start when it is stopped', async () => {
    const sandbox = 'a' as SandboxId
    await start()
    const admin = administering(kms, { catchUp: async (id) => (await scheduler?.catchUp(id)) ?? 0 })
    await admin('CreateSandbox', { name: 'a', clock: { freeze: true } })
    const { KeyId } = await kms.newKey({ MultiRegion: true }, kms.caller({ sandbox }))
    await kms.call('EnableKeyRotation', { KeyId }, kms.caller({ sandbox }))
    let rotated = 0
    let stop: Promise<void> | undefined
    store.fault = ({ events }) => {
      if (events.some(({ eventName }) => eventName === 'RotateKey')) rotated += 1
      if (rotated === 3) stop ??= scheduler?.stop()
      return undefined
    }
    await admin('MoveClock', { id: sandbox, advance: 'P36500D' })
    await stop
    expect(rotated).toBe(3)
    await start()
    await expect.poll(() => rotated).toBe(100)
  })
})
