import { beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft, KeyLifetime } from '#audit/event.ts'
import type { EpochMillis, KeyArn } from '#kernel/ids.ts'
import type { Store } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { arnOfKey, freshScope, NOW, samplesIn } from '#testing/rows.ts'
import { Ledger } from './ledger.ts'
import { monthOf } from './month.ts'

const scope = freshScope()
const { eventDraft } = samplesIn(scope)
const MONTH = monthOf(NOW)
const KEY = arnOfKey(1) as KeyArn

let store: Store
/** What the ledger read, as [after, to]. */
let read: (readonly [number, number])[]
let ledger: Ledger

beforeEach(() => {
  store = openMemoryStore()
  read = []
  ledger = new Ledger(
    {
      callCounts: (part, names) => {
        read.push([part.after, part.to])
        return store.callCounts(part, names)
      },
      events: (query) => store.events(query),
      treeHeads: () => store.treeHeads(),
    },
    scope,
  )
})

const append = (...drafts: EventDraft[]) => store.commit({ writes: [], events: drafts })
const counted = async () => {
  await ledger.catchUp()
  return ledger.calls(MONTH).reduce((sum, { count }) => sum + count, 0)
}
const at = (millis: number) => (NOW + millis) as EpochMillis
const named = (eventName: string, at: number): EventDraft =>
  eventDraft(`${eventName}-${at}`, { eventName, eventTime: (NOW + at) as EventDraft['eventTime'] })

describe('the ledger of an account', () => {
  it('counts a log once, and later only what is new', async () => {
    await append(eventDraft('a'), eventDraft('b'))
    expect(await counted()).toBe(2)
    expect(await counted()).toBe(2)
    await append(eventDraft('c'))
    expect(await counted()).toBe(3)
    expect(read).toEqual([
      [0, 2],
      [2, 3],
    ])
  })

  it('leaves out what other accounts called and what is no call', async () => {
    await append(eventDraft('a', { principal: '444455556666' }), named('RotateKey', 0), named('ListKeyInventory', 1))
    expect(await counted()).toBe(0)
  })

  it('reads again what could not be read, and counts it once', async () => {
    await append(eventDraft('a'))
    const { callCounts } = store
    store = {
      ...store,
      callCounts: () => Promise.reject(new Error('the disk is away')),
    }
    await expect(ledger.catchUp()).rejects.toThrow('the disk is away')
    store = { ...store, callCounts }
    expect(await counted()).toBe(1)
  })

  it('knows waiting periods that were cancelled, and the one that was not', async () => {
    const fates = ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'ScheduleKeyDeletion', 'CancelKeyDeletion']
    await append(...fates.map((name, at) => named(name, at)))
    await ledger.catchUp()
    const cancelled = [
      { from: NOW, to: NOW + 1 },
      { from: NOW + 2, to: NOW + 3 },
    ]
    expect(ledger.waits(KEY)).toEqual({ cancelled })
    await append(named('ScheduleKeyDeletion', 9))
    await ledger.catchUp()
    expect(ledger.waits(KEY)).toEqual({ cancelled, since: NOW + 9 })
    expect(ledger.waits(arnOfKey(2) as KeyArn)).toEqual({ cancelled: [] })
  })

  it('knows a key that is gone by the end that it left, without any other event', async () => {
    const lifetime: KeyLifetime = {
      ...{ createdAt: at(-9), inKeyStore: true, multiRegion: true, rotations: [at(-20), at(-5)], spec: 'RSA_2048' },
      waitingSince: at(-1),
    }
    await append({ ...named('DeleteKey', 0), lifetime })
    await ledger.catchUp()
    expect(ledger.gone()).toEqual([{ arn: KEY, deletedAt: NOW, lifetime, waits: { cancelled: [] } }])
  })

  it('knows one that left no such end by its events, where they are there', async () => {
    await append(named('DeleteKey', 0))
    await ledger.catchUp()
    expect(ledger.gone()).toEqual([{ arn: KEY, deletedAt: NOW, waits: { cancelled: [] } }])
    const keyMetadata = { keySpec: 'RSA_4096', multiRegion: true }
    const birth = named('CreateKey', 1)
    await append(
      { ...birth, record: { ...birth.record, responseElements: { keyMetadata } } },
      named('RotateKey', 2),
      named('ScheduleKeyDeletion', 3),
      named('DeleteKey', 4),
    )
    await ledger.catchUp()
    const lifetime = { createdAt: at(1), inKeyStore: false, multiRegion: true, rotations: [at(2)], spec: 'RSA_4096' }
    expect(ledger.gone()[1]).toEqual({ arn: KEY, deletedAt: at(4), lifetime, waits: { cancelled: [], since: at(3) } })
  })
})
