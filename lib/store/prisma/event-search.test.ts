import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventDraft } from '#audit/event.ts'
import type { JsonObject } from '#audit/record.ts'
import type { AccountId, EpochMillis, Region } from '#kernel/ids.ts'
import type { EventFilter, EventQuery, Store } from '#kms/ports.ts'
import { folderPerSuite } from '#testing/folder.ts'
import { arnOfKey, freshScope, NOW, recordOf, samplesIn } from '#testing/rows.ts'
import { openMemoryStore, openPrismaStore } from '../open.ts'

// What SQLite finds by its indexes is what the plain filter of the memory store finds, whatever is asked.

const inFolder = folderPerSuite()
const { scope, eventDraft } = samplesIn(freshScope())
const [ACCOUNT, OTHER] = [scope.account, '444455556666' as AccountId]
const SEED = 20260921
const PATIENCE = 60_000

const NAMES = ['Encrypt', 'Decrypt', 'Sign', 'CreateAlias', 'ÄUSSERN']
const PRINCIPALS = ['ada', 'bob', 'Ärmel', '😀'].map((name) => `arn:aws:iam::${ACCOUNT}:user/${name}`)
const RESOURCES = [1, 2, 3].map(arnOfKey).concat(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/app`)
const WORDS = ['tenant-1', 'tenant-2', 'ord.4711', 'Straße', 'a\u0000b', '\ud800x', 'x/y', '', '-', '10.0.0.1', 'app']

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values)
const some = <T>(values: readonly T[], maxLength = 3) => fc.array(pick(values), { maxLength })

const event = fc.record({
  account: pick([ACCOUNT, ACCOUNT, ACCOUNT, OTHER]),
  region: pick(['us-east-1', 'eu-west-1'] as Region[]),
  eventName: pick(NAMES),
  principal: pick(PRINCIPALS),
  readOnly: fc.boolean(),
  outcome: pick(['ok', 'ok', 'denied', 'error'] as const),
  resources: some(RESOURCES, 4),
  eventTime: fc.integer({ min: 0, max: 100_000 }).map((millis) => (NOW + millis) as EpochMillis),
  hasRequest: fc.boolean(),
  record: fc.record({
    errorCode: pick([undefined, 'AccessDenied', 'DisabledException']),
    sourceIPAddress: pick(['10.0.0.1', '10.0.0.12', 'AWS Internal']),
    userIdentity: pick<JsonObject>([{ type: 'Root' }, { type: 'IAMUser', userName: 'ada', accessKeyId: 'AKIA1' }]),
    requestParameters: fc.record({
      keyId: pick(['alias/app', 'x']),
      encryptionContext: fc.dictionary(pick(WORDS), pick(WORDS)),
    }),
  }),
})

function draftOf(
  { hasRequest, record: { errorCode, ...record }, ...change }: EventOf<typeof event>,
  n: number,
): EventDraft {
  const error = errorCode === undefined ? {} : { errorCode }
  const draft = eventDraft(String(n), { ...change, record: { ...recordOf(String(n)), ...record, ...error } })
  return hasRequest
    ? { ...draft, requestId: `request-${n % 300}` as NonNullable<EventDraft['requestId']> }
    : { ...draft, requestId: null }
}

type EventOf<A> = A extends fc.Arbitrary<infer E> ? E : never

const VALUES: Readonly<Record<EventFilter['attribute'], readonly string[]>> = {
  region: ['us-east-1', 'eu-west-1', 'x'],
  eventName: NAMES,
  eventSource: ['kms.amazonaws.com', 'x'],
  principal: PRINCIPALS,
  userName: ['root', 'ada'],
  accessKeyId: ['AKIA1', ''],
  key: RESOURCES,
  alias: ['alias/app', 'app'],
  errorCode: ['AccessDenied', 'DisabledException'],
  outcome: ['ok', 'denied', 'error'],
  readOnly: ['true', 'false'],
  sourceIp: ['10.0.0.1', '10.0.0.12', '10.0.0'],
  eventId: [1, 511, 512, 513, 1200, 9999].map((n) => `event-${n}`),
  requestId: [1, 12, 299, 300].map((n) => `request-${n}`),
  resource: [...RESOURCES, 'alias/app', arnOfKey(1).slice(-36)],
}

const filter = pick(Object.keys(VALUES) as EventFilter['attribute'][]).chain((attribute) =>
  fc.tuple(some(VALUES[attribute]), fc.boolean()).map(([values, not]): EventFilter => {
    return { attribute, values, ...(not && { not }) }
  }),
)

const time = fc.option(
  fc.integer({ min: -10, max: 100_010 }).map((millis) => (NOW + millis) as EpochMillis),
  { nil: undefined },
)
const seq = fc.option(fc.integer({ min: -1, max: 1500 }), { nil: undefined })
const text = fc.option(
  some([
    't',
    'TENANT-1',
    '-2',
    '2',
    'ord.',
    '4711',
    'straSSE',
    'STRASSE',
    'straße',
    'a',
    'b',
    '\ud800',
    'x/',
    'y',
    '10.0',
    'alias/app',
    'ärm',
    '😀',
    'iam',
    'äussern',
    '111122223333',
  ]).map((words) => words.join(' ')),
  { nil: undefined },
)

const query = fc
  .record({
    filters: fc.array(filter, { maxLength: 3 }),
    text,
    from: time,
    to: time,
    before: seq,
    after: seq,
    limit: pick([1, 7, 100, 5000]),
  })
  .map((asked) => {
    const given = Object.entries(asked).filter(([, value]) => value !== undefined)
    return { sandbox: scope.sandbox, account: ACCOUNT, ...Object.fromEntries(given) } as EventQuery
  })

describe('a search in SQLite', () => {
  let stores: readonly [memory: Store, sqlite: Store]

  beforeAll(async () => {
    stores = [openMemoryStore(), await openPrismaStore({ file: inFolder('keystead.db') })]
    const drafts = fc.sample(event, { numRuns: 1400, seed: SEED }).map(draftOf)
    for (const store of stores) await store.commit({ writes: [], events: drafts })
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  const both = (ask: (store: Store) => Promise<unknown>) => Promise.all(stores.map(ask))

  it(
    'finds the same events in the same order',
    async () => {
      const found = async (asked: EventQuery) => {
        const [expected, actual] = await both(async (store) => (await store.events(asked)).map((one) => one.seq))
        expect(actual).toEqual(expected)
      }
      await fc.assert(fc.asyncProperty(query, found), { numRuns: 300, seed: SEED })
    },
    PATIENCE,
  )

  it(
    'counts and groups them the same',
    async () => {
      const counted = async (asked: EventQuery, bucket: number) => {
        const [expected, actual] = await both((store) => store.eventCounts(asked, bucket))
        expect(actual).toEqual(expected)
        const [groups, actualGroups] = await both((store) => store.eventGroups(asked, ['principal', 'eventName']))
        expect(actualGroups).toEqual(groups)
      }
      await fc.assert(fc.asyncProperty(query, pick([1, 1000, 1_000_000_000]), counted), { numRuns: 100, seed: SEED })
    },
    PATIENCE,
  )
})
