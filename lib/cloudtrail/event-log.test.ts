import { beforeEach, describe, expect, it } from 'vitest'
import type { EventAttribute } from '#audit/attributes.ts'
import type { EventFilter, EventQuery } from '#audit/event-query.ts'
import { openMemoryStore } from '#store/open.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'

let store: BrokenStore
let kms: Harness
let subject: Subject

beforeEach(async () => {
  store = breakable(openMemoryStore())
  kms = await openHarness(store)
  subject = await newSubject(kms)
})

const user = (name: string, policy?: object) => kms.caller({ principal: kms.identities.user(ACCOUNT, name, policy) })
const LOOK_UP = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'cloudtrail:LookupEvents', Resource: '*' },
}
const query = async (asked: Partial<EventQuery>, caller = kms.caller()) =>
  (await kms.eventLog.queryEvents({ filters: [], limit: 9, ...asked }, caller)).events
const by = (attribute: EventAttribute, ...values: readonly string[]) => ({ filters: [{ attribute, values }] })
const DENIED = (arn: string) => ({
  code: 'AccessDeniedException',
  message: `User: ${arn} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
})

describe('a query of the log', () => {
  it('gives the newest events first, and not its own', async () => {
    const names = (await query({ limit: 10 })).map(({ eventName }) => eventName)
    expect(names).toEqual(['Encrypt', 'CreateAlias', 'CreateKey'])
  })

  it('leaves one event that says what was asked', async () => {
    const caller = kms.caller()
    const [first] = by('region', REGION).filters
    const filters = [first, { attribute: 'eventName', values: ['Sign'], not: true }] as EventFilter[]
    const asked = { limit: 1, filters, text: 'key' }
    const events = await eventsOf(kms, () => query({ ...asked, from: undefined as never }, caller))
    expect(events).toMatchObject([
      {
        eventName: 'LookupEvents',
        outcome: 'ok',
        readOnly: true,
        keyUse: false,
        resources: [],
        requestId: caller.request.id,
        record: { eventSource: 'cloudtrail.amazonaws.com', responseElements: null },
        decisions: [{ outcome: 'allowed', root: true }],
      },
    ])
    expect(events[0]?.record.requestParameters).toEqual(asked)
  })

  it('filters by each member', async () => {
    const nobody = user('nobody')
    await kms.refusal('DescribeKey', { KeyId: subject.keyId }, nobody)
    const [denied] = await query({ limit: 1, ...by('outcome', 'denied') })
    expect(denied).toMatchObject({ eventName: 'DescribeKey', principal: nobody.principal.arn })
    const one = { seq: denied?.seq }
    expect(await query(by('principal', nobody.principal.arn))).toMatchObject([one])
    expect(await query(by('eventName', 'DescribeKey'))).toMatchObject([one])
    expect(
      await query({ filters: [...by('key', subject.arn).filters, ...by('outcome', 'denied').filters] }),
    ).toMatchObject([one])
    expect(await query(by('requestId', nobody.request.id))).toMatchObject([one])
    expect(await query(by('key', 'arn:aws:kms:us-east-1:111122223333:key/none'))).toEqual([])
  })

  it('pages backwards by sequence number', async () => {
    const [newest, ...older] = await query({ limit: 10 })
    expect(await query({ limit: 10, before: newest?.seq ?? 0, ...by('readOnly', 'true') })).toMatchObject([])
    const again = await query({ limit: older.length + 1, before: (newest?.seq ?? 0) + 1 })
    expect(again.map(({ seq }) => seq)).toEqual([newest, ...older].map((event) => event?.seq))
  })

  it('sees the caller’s own account only, in all its Regions', async () => {
    const other = kms.caller({ account: OTHER_ACCOUNT })
    await kms.newKey({}, other)
    await kms.newKey({}, kms.caller({ region: OTHER_REGION }))
    expect((await query({ limit: 10 }, other)).map(({ account }) => account)).toEqual([OTHER_ACCOUNT])
    const mine = await query({ limit: 10 })
    expect(new Set(mine.map(({ account }) => account))).toEqual(new Set([ACCOUNT]))
    expect(new Set(mine.map(({ region }) => region))).toEqual(new Set([REGION, OTHER_REGION]))
    expect(await query(by('region', OTHER_REGION))).toHaveLength(1)
  })

  it('cannot be turned to another account by what it asks', async () => {
    const asked = { account: ACCOUNT, sandbox: 'main' } as never
    expect(await query(asked, kms.caller({ account: OTHER_ACCOUNT }))).toEqual([])
  })

  it('needs cloudtrail:LookupEvents; a refusal is recorded and shows nothing', async () => {
    const nobody = user('nobody', { ...LOOK_UP, Statement: { ...LOOK_UP.Statement, Action: 'kms:*' } })
    const events = await eventsOf(kms, async () => {
      await expect(query({ limit: 1 }, nobody)).rejects.toMatchObject(DENIED(nobody.principal.arn))
    })
    expect(events).toMatchObject([
      {
        eventName: 'LookupEvents',
        outcome: 'denied',
        record: { errorCode: 'AccessDenied' },
        decisions: [{ outcome: 'implicitly-denied', missing: 'identity-based policy' }],
      },
    ])
    expect(await query({ limit: 1 }, user('auditor', LOOK_UP))).toHaveLength(1)
  })

  it('shows nothing when its event cannot be written, and is made again when rows moved', async () => {
    store.fault = () => Promise.reject(new Error('the disk is full'))
    await expect(query({ limit: 1 })).rejects.toMatchObject({ code: 'InternalFailure', fault: 'server' })
    let stale = 2
    store.fault = () => {
      stale -= 1
      return stale < 0 ? undefined : Promise.resolve('stale')
    }
    const events = await eventsOf(kms, () => query({ limit: 1 }))
    expect(events).toHaveLength(1)
  })
})

describe('one event', () => {
  it('is found by its id, and the look-up is recorded', async () => {
    const [newest] = await query({ limit: 1 })
    const events = await eventsOf(kms, async () => {
      expect(await kms.eventLog.event(newest?.eventId ?? '', kms.caller())).toEqual(newest)
    })
    expect(events).toMatchObject([
      { eventName: 'LookupEvents', record: { requestParameters: { eventId: newest?.eventId } } },
    ])
  })

  it('of another account is as unknown as one that never was', async () => {
    const [newest] = await query({ limit: 1 })
    const other = kms.caller({ account: OTHER_ACCOUNT })
    expect(await kms.eventLog.event(newest?.eventId ?? '', other)).toBeUndefined()
    expect(await kms.eventLog.event('none', other)).toBeUndefined()
  })

  it('needs the permission too', async () => {
    const nobody = user('nobody')
    const found = kms.eventLog.event('none', nobody)
    await expect(found).rejects.toMatchObject(DENIED(nobody.principal.arn))
  })
})
