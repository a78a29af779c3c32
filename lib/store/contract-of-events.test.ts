import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '#audit/event.ts'
import type { JsonObject } from '#audit/record.ts'
import { DAY } from '#kernel/clock.ts'
import type { AccountId, EpochMillis, Region } from '#kernel/ids.ts'
import type { EventAttribute, EventFilter, EventQuery, Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { arnOfKey, freshScope, NOW, recordOf, samplesIn } from '#testing/rows.ts'

const later = (millis: number) => (NOW + millis) as EpochMillis
const is = (attribute: EventAttribute, ...values: string[]): EventFilter => ({ attribute, values })
const isNot = (attribute: EventAttribute, ...values: string[]): EventFilter => ({ attribute, values, not: true })

const ALIAS_ARN = 'arn:aws:kms:us-east-1:111122223333:alias/app/one'
const ADA = 'arn:aws:iam::111122223333:user/team/ada'
const ROLE = 'arn:aws:sts::111122223333:assumed-role/Deploy/run-7'

describe.each(implementations)('events in the store on $name', ({ open }) => {
  let folder: string
  let store: Store
  let at: ReturnType<typeof samplesIn>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  beforeEach(() => {
    at = samplesIn(freshScope())
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const append = (...events: EventDraft[]) => store.commit({ writes: [], events })
  const queryOf = (query: Partial<EventQuery> = {}): EventQuery => {
    const { sandbox, account } = at.scope
    return { sandbox, account, filters: [], limit: 100, ...query }
  }
  const seqs = async (query: Partial<EventQuery> = {}) => (await store.events(queryOf(query))).map(({ seq }) => seq)
  const found = async (query: Partial<EventQuery>) =>
    (await store.events(queryOf(query))).map(({ eventId }) => eventId.replace('event-', '')).join('')

  /** An event whose record says more than its columns. */
  const draft = (id: string, change: Partial<EventDraft>, record: object = {}) =>
    at.eventDraft(id, { ...change, record: { ...recordOf(id), ...record } })

  /** Events a to f, each later by a millisecond, and one of another account. */
  async function appendSix() {
    const user = { accessKeyId: 'AKIAADA', accountId: '1', arn: ADA, type: 'IAMUser', userName: 'ada' }
    const role = { accessKeyId: 'ASIARUN', accountId: '1', arn: ROLE, type: 'AssumedRole' }
    const both = [arnOfKey(2), arnOfKey(1), ALIAS_ARN]
    const context = { encryptionContext: { Tenant: 'Ärmel GmbH', order: 'ord-4711.b' }, keyId: 'alias/app/one' }
    const denied = { errorCode: 'AccessDenied', errorMessage: 'User: ada is not authorized to perform: kms:Decrypt' }
    const drafts = [
      draft('a', { resources: [] }, { requestParameters: null }),
      draft('b', { region: 'eu-west-1' as Region, eventName: 'Decrypt', principal: ADA }, { userIdentity: user }),
      draft('c', { principal: ROLE, resources: both }, { userIdentity: role, requestParameters: context }),
      draft('d', { outcome: 'denied', resources: [arnOfKey(1), arnOfKey(2)] }, denied),
      draft('e', { readOnly: false, eventName: 'CreateAlias' }, { requestParameters: { aliasName: 'alias/app/two' } }),
      draft('f', { requestId: null }, { eventSource: 'iam.amazonaws.com', sourceIPAddress: '10.0.0.12' }),
    ]
    await append(...drafts.map((each, n) => ({ ...each, eventTime: later(n) })))
    await append(at.eventDraft('g', { account: '444455556666' as AccountId }))
  }

  const selections: readonly (readonly [string, Partial<EventQuery>, string])[] = [
    ['nothing', {}, 'fedcba'],
    ['the Region', { filters: [is('region', 'eu-west-1')] }, 'b'],
    ['one of several names', { filters: [is('eventName', 'Decrypt', 'CreateAlias', 'None')] }, 'eb'],
    ['a name as it is written', { filters: [is('eventName', 'decrypt')] }, ''],
    ['no value', { filters: [is('eventName')] }, ''],
    ['any but no value', { filters: [isNot('eventName')] }, 'fedcba'],
    ['any other name', { filters: [isNot('eventName', 'Encrypt')] }, 'eb'],
    ['the source', { filters: [is('eventSource', 'iam.amazonaws.com')] }, 'f'],
    ['the principal', { filters: [is('principal', ADA)] }, 'b'],
    ['the name of a user', { filters: [is('userName', 'ada')] }, 'b'],
    ['the name of a session', { filters: [is('userName', 'run-7')] }, 'c'],
    ['the root user', { filters: [is('userName', 'root')] }, 'feda'],
    ['the access key', { filters: [is('accessKeyId', 'AKIAADA', 'ASIARUN')] }, 'cb'],
    ['anything but an access key', { filters: [isNot('accessKeyId', 'AKIAADA')] }, 'fedca'],
    ['a key', { filters: [is('key', arnOfKey(1))] }, 'fedcb'],
    ['a key that is second', { filters: [is('key', arnOfKey(2))] }, 'dc'],
    ['a key by what is no ARN of one', { filters: [is('key', ALIAS_ARN)] }, ''],
    ['no key', { filters: [isNot('key', arnOfKey(1))] }, 'a'],
    ['an alias of a resource or a request', { filters: [is('alias', 'alias/app/one')] }, 'c'],
    ['an alias that is made', { filters: [is('alias', 'alias/app/two')] }, 'e'],
    ['the ARN of any resource', { filters: [is('resource', ALIAS_ARN)] }, 'c'],
    ['the name of a resource', { filters: [is('resource', arnOfKey(2).slice(-36), 'alias/app/one')] }, 'dc'],
    ['the error', { filters: [is('errorCode', 'AccessDenied')] }, 'd'],
    ['the outcome', { filters: [is('outcome', 'denied', 'error')] }, 'd'],
    ['writing calls', { filters: [is('readOnly', 'false')] }, 'e'],
    ['reading calls, a few', { filters: [is('readOnly', 'true')], limit: 2 }, 'fd'],
    ['the source address', { filters: [is('sourceIp', '10.0.0.12')] }, 'f'],
    ['an event', { filters: [is('eventId', 'event-c', 'event-e', 'event-z')] }, 'ec'],
    ['all events but some', { filters: [isNot('eventId', 'event-c', 'event-z')] }, 'fedba'],
    ['a request', { filters: [is('requestId', 'request-c')] }, 'c'],
    ['an unknown request', { filters: [is('requestId', 'request-z')] }, ''],
    ['a request and a place', { filters: [is('requestId', 'request-c')], before: 3 }, ''],
    ['a request and what it does not have', { filters: [is('requestId', 'request-c'), is('userName', 'ada')] }, ''],
    ['several attributes', { filters: [is('key', arnOfKey(2)), is('outcome', 'ok')] }, 'c'],
    ['values that never occur together', { filters: [is('eventName', 'Decrypt'), is('readOnly', 'false')] }, ''],
    ['an attribute twice', { filters: [is('key', arnOfKey(2)), is('key', arnOfKey(1))] }, 'dc'],
    ['a time from', { from: later(4) }, 'fe'],
    ['a time until', { to: later(1) }, 'ba'],
    ['a time between', { from: later(1), to: later(3) }, 'dcb'],
    ['a place behind', { after: 4 }, 'fe'],
    ['a place between', { after: 1, before: 4 }, 'cb'],
    ['a word', { text: 'createalias' }, 'e'],
    ['the beginning of a word', { text: 'Decr' }, 'db'],
    ['not the middle of one', { text: 'crypt' }, ''],
    ['words that all are there, wherever', { text: '  ord-4711.b\tARMEL run-7 ' }, ''],
    ['words of the encryption context', { text: 'ärmel tenant ord-4711.b' }, 'c'],
    ['a part of a dotted name', { text: '4711.b' }, 'c'],
    ['a part of an ARN, and signs around it', { text: '"(user/team/ada)"' }, 'b'],
    ['words of an error', { text: 'not authorized' }, 'd'],
    ['an address', { text: '10.0.0.1' }, 'f'],
    ['words and attributes', { text: 'aws-cli/2.0', filters: [is('readOnly', 'false')] }, 'e'],
    ['signs alone, which are no words', { text: ' -- ' }, 'fedcba'],
  ]

  it.each(selections)('are found by %s', async (_, query, expected) => {
    await appendSix()
    expect(await found(query)).toBe(expected)
  })

  it('are found without what is secret or of the log itself', async () => {
    await appendSix()
    for (const text of ['event-a', 'request-a', 'true', '2026-09-21T14']) expect(await found({ text })).toBe('')
  })

  it('of a rare key are found in a long log, page by page', async () => {
    const rare = [3, 600, 601, 1500, 2000]
    const events = Array.from({ length: 2100 }, (_, index) => {
      const other = rare.includes(index + 1) && { resources: index % 2 ? [arnOfKey(2)] : [arnOfKey(1), arnOfKey(2)] }
      return at.eventDraft(String(index + 1), other || {})
    })
    await append(...events)
    const filters = [is('key', arnOfKey(2))]
    expect(await seqs({ filters })).toEqual(rare.toReversed())
    expect(await seqs({ filters, limit: 2 })).toEqual([2000, 1500])
    expect(await seqs({ filters, limit: 2, before: 1500 })).toEqual([601, 600])
    expect(await seqs({ filters, limit: 2, before: 600 })).toEqual([3])
    expect(await seqs({ filters, after: 600, before: 2000 })).toEqual([1500, 601])
    const common = [is('key', arnOfKey(1))]
    expect(await seqs({ filters: common, limit: 4, before: 1501 })).toEqual([1499, 1498, 1497, 1496])
    expect(await seqs({ filters: common, limit: 1000 })).toHaveLength(1000)
  })

  it('come page by page without loss or repeat while others are appended', async () => {
    const drafts = (from: number) => Array.from({ length: 500 }, (_, n) => at.eventDraft(String(from + n)))
    await append(...drafts(0))
    const seen: number[] = []
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const page = await seqs({ limit: 90, ...(before !== undefined && { before }) })
      if (page.length === 0) break
      seen.push(...page)
      await append(...drafts(1000 + seen.length))
    }
    expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => 500 - n))
  })

  it('are counted by time and outcome', async () => {
    const times = [0, 999, 1000, 3500, 3600]
    const outcomes = ['ok', 'error', 'ok', 'denied', 'ok'] as const
    const start = Math.ceil(NOW / 1000) * 1000
    const drafts = times.map((time, n) => {
      return at.eventDraft(`${n}`, { eventTime: (start + time) as EpochMillis, outcome: outcomes[n] ?? 'ok' })
    })
    await append(...drafts, at.eventDraft('x', { account: '444455556666' as AccountId }))
    expect(await store.eventCounts(queryOf(), 1000)).toEqual([
      { at: start, ok: 1, denied: 0, error: 1 },
      { at: start + 1000, ok: 1, denied: 0, error: 0 },
      { at: start + 3000, ok: 1, denied: 1, error: 0 },
    ])
    const filters = [isNot('outcome', 'ok')]
    expect(await store.eventCounts(queryOf({ filters, to: (start + 2000) as EpochMillis }), 60_000_000)).toMatchObject([
      { ok: 0, denied: 0, error: 1 },
    ])
  })

  it('are grouped by values, with the first and last time of each', async () => {
    await appendSix()
    const groups = await store.eventGroups(queryOf({ filters: [is('key', arnOfKey(1))] }), ['eventName', 'principal'])
    const root = 'arn:aws:iam::111122223333:root'
    expect(groups).toEqual([
      { attribute: 'eventName', value: 'Encrypt', count: 3, first: later(2), last: later(5) },
      { attribute: 'principal', value: root, count: 3, first: later(3), last: later(5) },
      { attribute: 'eventName', value: 'CreateAlias', count: 1, first: later(4), last: later(4) },
      { attribute: 'eventName', value: 'Decrypt', count: 1, first: later(1), last: later(1) },
      { attribute: 'principal', value: ADA, count: 1, first: later(1), last: later(1) },
      { attribute: 'principal', value: ROLE, count: 1, first: later(2), last: later(2) },
    ])
  })

  it('are counted by what calls are priced by, in a part of the log', async () => {
    const pair = { requestParameters: { keyPairSpec: 'RSA_2048' } }
    const drafts = [
      draft('a', {}),
      draft('b', { resources: [arnOfKey(2), arnOfKey(1)], eventTime: later(31 * DAY) }),
      draft('c', { eventName: 'GenerateDataKeyPair' }, pair),
      draft('d', { eventName: 'GenerateRandom', resources: [], region: 'eu-west-1' as Region }, pair),
      draft('e', { principal: '444455556666', outcome: 'denied' }),
      draft('f', { eventName: 'ListKeyInventory' }),
      draft('g', {}),
    ]
    await append(...drafts, at.eventDraft('h', { account: '444455556666' as AccountId }))
    const { sandbox, account } = at.scope
    const countsOf = async (after: number, to: number) => {
      const names = ['Encrypt', 'GenerateDataKeyPair', 'GenerateRandom']
      const counts = await store.callCounts({ sandbox, account, after, to }, names)
      return counts.map((each) => JSON.stringify(each)).sort()
    }
    const usual = {
      month: '2026-09',
      region: 'us-east-1',
      eventName: 'Encrypt',
      principal: 'arn:aws:iam::111122223333:root',
    }
    const call = (change: object, count = 1) => {
      return JSON.stringify({ ...usual, resource: arnOfKey(1), keyPairSpec: null, ...change, count })
    }
    expect(await countsOf(0, 8)).toEqual(
      [
        call({}, 2),
        call({ month: '2026-10', resource: arnOfKey(2) }),
        call({ eventName: 'GenerateDataKeyPair', keyPairSpec: 'RSA_2048' }),
        call({ eventName: 'GenerateRandom', region: 'eu-west-1', resource: null, keyPairSpec: null }),
        call({ principal: '444455556666' }),
      ].sort(),
    )
    expect(await countsOf(0, 1)).toEqual([call({})])
    expect(await countsOf(1, 2)).toEqual([call({ month: '2026-10', resource: arnOfKey(2) })])
    expect(await countsOf(8, 8)).toEqual([])
  })

  it('with hostile texts are found, by what is kept of them', async () => {
    const long = { a: 'x'.repeat(2000), b: '\ud800 lone', c: 'zero\u0000byte', d: 'y '.repeat(9000), e: 'unseen' }
    await append(draft('a', {}, { requestParameters: long as JsonObject }))
    expect(await found({ text: 'x'.repeat(1024) })).toBe('a')
    expect(await found({ text: 'x'.repeat(1025) })).toBe('')
    expect(await found({ text: 'lone zero byte' })).toBe('a')
    expect(await found({ text: '\ud800' })).toBe('a')
  })
})
