import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, DAY } from '#kernel/clock.ts'
import type { EpochMillis, KeyId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { openMemoryStore } from '#store/open.ts'
import { encrypted, newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import { runDue } from './due.ts'
import type { Write } from './ports.ts'

let kms: Harness
let subject: Subject
let broken: BrokenStore
const store = () => kms.ports.store

beforeEach(async () => {
  broken = breakable(openMemoryStore())
  kms = await openHarness(broken)
  subject = await newSubject(kms)
})

const run = (at: EpochMillis = kms.clock.now()) => runDue(MAIN_SANDBOX, at, kms.ports)
const scope = () => kms.caller().scope
const recordOf = async ({ keyId }: Pick<Subject, 'keyId'> = subject) => {
  const record = await store().key(scope(), keyId as KeyId)
  if (!record) throw new Error(`no key ${keyId}`)
  return record
}
const enableRotation = (RotationPeriodInDays: number) =>
  kms.call('EnableKeyRotation', { KeyId: subject.keyId, RotationPeriodInDays })
const rotationsOf = async () => (await kms.call('ListKeyRotations', { KeyId: subject.keyId })).Rotations ?? []

/** Whether a row is there; asked of the store itself, whose reads do not show every table. */
async function isThere(write: Extract<Write, { act: 'remove' }>): Promise<boolean> {
  const { table, key } = write
  const absent = { act: 'expect', table, key, version: 0 } as Write
  return (await store().commit({ writes: [absent], events: [] })) === 'stale'
}

describe('a deletion', () => {
  it('is done at its date and not a millisecond before', async () => {
    const { DeletionDate = 0 } = await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId, PendingWindowInDays: 7 })
    expect(await store().nextDue(MAIN_SANDBOX)).toBe(DeletionDate)
    expect(await run((DeletionDate - 1) as EpochMillis)).toBe(0)
    await recordOf()
    expect(await run(DeletionDate as EpochMillis)).toBe(1)
    expect(await kms.refusal('DescribeKey', { KeyId: subject.keyId })).toMatchObject({
      code: 'NotFoundException',
      message: `Key '${subject.arn}' does not exist`,
    })
    expect(await store().nextDue(MAIN_SANDBOX)).toBeUndefined()
  })

  it('takes material, aliases and tags along and leaves the policy versions', async () => {
    await kms.call('TagResource', { KeyId: subject.keyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })
    await kms.call('RotateKeyOnDemand', { KeyId: subject.keyId })
    const { key, materials, aliases, tags } = await recordOf()
    const rows = [
      { act: 'remove', table: 'key', key, version: 0 } as const,
      ...materials.map((row) => ({ act: 'remove', table: 'material', key: row, version: 0 }) as const),
      ...aliases.map((row) => ({ act: 'remove', table: 'alias', key: row, version: 0 }) as const),
      ...tags.map((row) => ({ act: 'remove', table: 'tag', key: row, version: 0 }) as const),
    ]
    expect(rows).toHaveLength(5)
    expect(await Promise.all(rows.map(isThere))).toEqual([true, true, true, true, true])
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    kms.clock.advanceDays(30)
    await run()
    expect(await Promise.all(rows.map(isThere))).toEqual([false, false, false, false, false])
    expect(await store().policy(scope(), key.keyId, 1)).toBeDefined()
    const { Aliases = [] } = await kms.call('ListAliases', { Limit: 100 })
    expect(Aliases.filter(({ TargetKeyId }) => TargetKeyId !== undefined)).toEqual([])
    expect((await kms.refusal('Decrypt', { CiphertextBlob: subject.ciphertext })).code).toBe('AccessDeniedException')
  })

  it('leaves one DeleteKey event of the service', async () => {
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    kms.clock.advanceDays(30)
    const events = await eventsOf(kms, () => run())
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      eventName: 'DeleteKey',
      principal: 'kms.amazonaws.com',
      outcome: 'ok',
      eventTime: kms.clock.now(),
      requestId: null,
      resources: [subject.arn],
      record: {
        eventType: 'AwsServiceEvent',
        readOnly: false,
        requestParameters: null,
        responseElements: { keyId: subject.arn },
        serviceEventDetails: { keyId: subject.keyId },
        sourceIPAddress: 'AWS Internal',
      },
    })
  })

  it('that was cancelled does not happen', async () => {
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    await kms.call('CancelKeyDeletion', { KeyId: subject.keyId })
    kms.clock.advanceDays(31)
    expect(await run()).toBe(0)
    expect((await recordOf()).key.state).toBe('Disabled')
  })

  it('that is cancelled while it is being done does not happen', async () => {
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    kms.clock.advanceDays(30)
    broken.fault = (transaction) => {
      if (transaction.writes.length === 0) return undefined
      broken.fault = undefined
      return kms.call('CancelKeyDeletion', { KeyId: subject.keyId }).then(() => broken.commit(transaction))
    }
    expect(await run()).toBe(0)
    expect((await recordOf()).key.state).toBe('Disabled')
  })

  it('is done for every key that is due, in every account and Region, earliest first', async () => {
    const callers = [kms.caller(), kms.caller({ region: OTHER_REGION }), kms.caller({ account: OTHER_ACCOUNT })]
    for (const [index, caller] of callers.entries()) {
      for (let made = 0; made < 60; made += 1) {
        const { KeyId } = await kms.newKey({}, caller)
        await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 9 - index }, caller)
      }
    }
    expect(await run(addDays(kms.clock.now(), 8))).toBe(120)
    expect(await run(addDays(kms.clock.now(), 9))).toBe(60)
    for (const caller of callers.slice(1)) expect((await kms.call('ListKeys', {}, caller)).Keys).toEqual([])
    expect((await kms.call('ListKeys', {})).Keys).toHaveLength(1)
  })
})

describe('an automatic rotation', () => {
  it('comes at its date, and then each period', async () => {
    await enableRotation(90)
    const start = kms.clock.now()
    kms.clock.advance(90 * DAY - 1)
    expect(await run()).toBe(0)
    kms.clock.advance(1)
    expect(await run()).toBe(1)
    expect(await run()).toBe(0)
    expect(await kms.call('GetKeyRotationStatus', { KeyId: subject.keyId })).toMatchObject({
      KeyRotationEnabled: true,
      NextRotationDate: addDays(start, 180),
    })
    kms.clock.advanceDays(90)
    expect(await run()).toBe(1)
    expect(await rotationsOf()).toMatchObject([
      { RotationType: 'AUTOMATIC', RotationDate: addDays(start, 90), KeyMaterialState: 'NON_CURRENT' },
      { RotationType: 'AUTOMATIC', RotationDate: addDays(start, 180), KeyMaterialState: 'CURRENT' },
    ])
  })

  it('keeps old ciphertexts open and leaves a RotateKey event', async () => {
    await enableRotation(90)
    kms.clock.advanceDays(90)
    const before = (await recordOf()).key.currentMaterialId
    const events = await eventsOf(kms, () => run())
    const after = (await recordOf()).key.currentMaterialId
    expect(events).toMatchObject([
      {
        eventName: 'RotateKey',
        resources: [subject.arn],
        record: {
          serviceEventDetails: {
            rotationType: 'AUTOMATIC',
            keyOrigin: 'AWS_KMS',
            previousKeyMaterialId: before,
            currentKeyMaterialId: after,
            keyId: subject.keyId,
          },
        },
      },
    ])
    expect(after).not.toBe(before)
    await kms.call('Decrypt', { CiphertextBlob: subject.ciphertext })
    const CiphertextBlob = await encrypted(kms, subject.keyId, 'x')
    expect((await kms.call('Decrypt', { CiphertextBlob })).KeyMaterialId).toBe(after)
  })

  it('does not count among the 25 on demand', async () => {
    await enableRotation(90)
    for (let times = 0; times < 30; times += 1) {
      kms.clock.advanceDays(90)
      await run()
    }
    await kms.call('RotateKeyOnDemand', { KeyId: subject.keyId })
    expect(await rotationsOf()).toHaveLength(31)
  })

  it('that was missed for long is made up for once, and the next date lies ahead', async () => {
    await enableRotation(90)
    kms.clock.advanceDays(1000)
    expect(await run()).toBe(1)
    const { NextRotationDate = 0 } = await kms.call('GetKeyRotationStatus', { KeyId: subject.keyId })
    expect(NextRotationDate).toBe(addDays(kms.clock.now(), 90))
  })

  it('waits while the key is disabled and comes once it is enabled', async () => {
    await enableRotation(90)
    await kms.call('DisableKey', { KeyId: subject.keyId })
    kms.clock.advanceDays(200)
    expect(await run()).toBe(0)
    expect(await store().nextDue(MAIN_SANDBOX)).toBeUndefined()
    await kms.call('EnableKey', { KeyId: subject.keyId })
    expect(await run()).toBe(1)
    expect(await rotationsOf()).toHaveLength(1)
  })

  it('does not come while deletion is pending, but after it was cancelled and the key enabled', async () => {
    await enableRotation(90)
    kms.clock.advanceDays(89)
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    kms.clock.advanceDays(2)
    expect(await run()).toBe(0)
    await kms.call('CancelKeyDeletion', { KeyId: subject.keyId })
    expect(await run()).toBe(0)
    await kms.call('EnableKey', { KeyId: subject.keyId })
    expect(await run()).toBe(1)
  })

  it('does not come after it was disabled', async () => {
    await enableRotation(90)
    await kms.call('DisableKeyRotation', { KeyId: subject.keyId })
    kms.clock.advanceDays(91)
    expect(await run()).toBe(0)
  })
})

describe('due work', () => {
  it('that cannot be written fails, leaves all as it was, and is done the next time', async () => {
    await enableRotation(90)
    kms.clock.advanceDays(90)
    broken.fault = () => Promise.reject(new Error('the disk is full'))
    await expect(run()).rejects.toThrow('the disk is full')
    expect(await rotationsOf().catch(() => 'no log, no answer')).toBe('no log, no answer')
    broken.fault = undefined
    expect(await rotationsOf()).toEqual([])
    expect(await run()).toBe(1)
  })

  it('whose key moved on is left for the next run', async () => {
    await enableRotation(90)
    kms.clock.advanceDays(90)
    let stale = 0
    broken.fault = (transaction) => {
      if (stale > 0 || transaction.writes.length === 0) return undefined
      stale += 1
      return Promise.resolve('stale')
    }
    expect(await run()).toBe(0)
    expect(await run()).toBe(1)
    expect(await rotationsOf()).toHaveLength(1)
  })
})

describe('a key that cannot be worked on', () => {
  it('does not hold up the others, and is told', async () => {
    const kms = await openHarness()
    const [broken, sound] = [await kms.newKey(), await kms.newKey()]
    for (const { KeyId } of [broken, sound]) await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    kms.clock.advanceDays(8)
    const { key } = kms.ports.store
    kms.ports.store.key = (scope, keyId) =>
      keyId === broken.KeyId ? Promise.reject(new Error('damaged')) : key(scope, keyId)
    kms.ports.store.dueRecords = () => Promise.reject(new Error('damaged'))
    await expect(runDue(kms.caller().scope.sandbox, kms.clock.now(), kms.ports)).rejects.toThrow('damaged')
    expect((await kms.refusal('DescribeKey', { KeyId: sound.KeyId })).code).toBe('NotFoundException')
  })
})

describe('what falls due at different times', () => {
  it('is done in the order of its times, each as of its own, however far time went at once', async () => {
    const start = kms.clock.now()
    await enableRotation(90)
    kms.clock.advanceDays(50)
    const other = await newSubject(kms)
    await kms.call('EnableKeyRotation', { KeyId: other.keyId, RotationPeriodInDays: 100 })
    kms.clock.advanceDays(320)
    const events = await eventsOf(kms, () => runDue(MAIN_SANDBOX, kms.clock.now(), kms.ports, start))
    const told = events.map(({ eventTime, resources }) => [(eventTime - start) / DAY, resources[0]])
    const days = [90, 150, 180, 250, 270, 350, 360]
    expect(told).toEqual(days.map((day) => [day, day % 90 === 0 ? subject.arn : other.arn]))
  })

  it('takes few transactions where a few keys rotate over and over, and stays in order around all else', async () => {
    const start = kms.clock.now()
    await enableRotation(90)
    const other = await newSubject(kms)
    await kms.call('EnableKeyRotation', { KeyId: other.keyId, RotationPeriodInDays: 100 })
    const leaving = await newSubject(kms)
    await kms.call('ScheduleKeyDeletion', { KeyId: leaving.keyId, PendingWindowInDays: 30 })
    const before = kms.clock.now()
    kms.clock.advanceDays(36_000)
    const commits: number[] = []
    const counted = {
      ...store(),
      commit: (...[transaction]: Parameters<ReturnType<typeof store>['commit']>) => {
        commits.push(transaction.events.length)
        return store().commit(transaction)
      },
    }
    const told: string[] = []
    const work = () =>
      runDue(MAIN_SANDBOX, kms.clock.now(), { ...kms.ports, store: counted }, start, {
        tell: ({ kind, key }) => told.push(`${kind} ${key}`),
      })
    const events = await eventsOf(kms, work)
    expect(events).toHaveLength(400 + 360 + 1)
    expect(commits.length).toBeLessThan(10)
    expect(told).toEqual(
      events.map(({ eventName, resources: [arn] }) => `${eventName === 'DeleteKey' ? 'deleted' : 'rotated'} ${arn}`),
    )
    const times = events.map(({ eventTime }) => eventTime)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const { key, materials } = await recordOf()
    expect(materials.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 401 }, (_, index) => index + 1),
    )
    expect(materials.find(({ number }) => number === 401)?.materialId).toBe(key.currentMaterialId)
    expect(key.nextRotationAt).toBe(addDays(before, 36_090))
  })

  it('rotates the others where one of a few keys cannot be', async () => {
    const start = kms.clock.now()
    await enableRotation(90)
    const other = await newSubject(kms)
    await kms.call('EnableKeyRotation', { KeyId: other.keyId, RotationPeriodInDays: 90 })
    kms.clock.advanceDays(400)
    const { create } = kms.ports.materials
    const materials: typeof kms.ports.materials = {
      ...kms.ports.materials,
      create: (owners, number) =>
        owners.some(({ keyId }) => keyId === other.keyId)
          ? Promise.reject(new Error('damaged'))
          : create(owners, number),
    }
    await expect(runDue(MAIN_SANDBOX, kms.clock.now(), { ...kms.ports, materials }, start)).rejects.toThrow('damaged')
    expect(await rotationsOf()).toHaveLength(4)
  })

  it('is done as of no time before the one until which all was done', async () => {
    const start = kms.clock.now()
    await enableRotation(90)
    await kms.call('DisableKey', { KeyId: subject.keyId })
    kms.clock.advanceDays(100)
    await kms.call('EnableKey', { KeyId: subject.keyId })
    const [event] = await eventsOf(kms, () => run())
    expect(event?.eventTime).toBe(addDays(start, 100))
  })
})
