import { beforeEach, describe, expect, it } from 'vitest'
import { systemEvent } from '#audit/system-event.ts'
import { DAY } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import type { Event, LookupAttribute, LookupAttributeKey, LookupEventsRequest } from '#model/cloudtrail/api.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { envelopeOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

let kms: Harness
let subject: Subject
let user: Caller

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
  const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  user = { ...kms.caller({ principal: kms.identities.user(ACCOUNT, 'ada', policy) }), accessKeyId: 'AKIAOFADA' }
  await kms.call('ListKeys', {}, user)
})

const lookUp = (input: LookupEventsRequest = {}, caller = kms.caller()) =>
  kms.cloudTrail.execute('LookupEvents', input, caller)
const by = (AttributeKey: LookupAttributeKey, AttributeValue: string): LookupEventsRequest => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})
const found = async (input?: LookupEventsRequest, caller?: Caller) => (await lookUp(input, caller)).Events ?? []
const names = async (input?: LookupEventsRequest, caller?: Caller) =>
  (await found(input, caller)).map(({ EventName }) => EventName)
const refused = (input: unknown, caller?: Caller) =>
  lookUp(input as LookupEventsRequest, caller).then(
    () => 'answered',
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  )

describe('the answer', () => {
  it('has the newest event first, in all of AWS’s members', async () => {
    const [stored] = (await kms.events()).slice(-1)
    const [newest] = await found()
    expect(newest).toEqual({
      EventId: stored?.eventId,
      EventName: 'ListKeys',
      ReadOnly: 'true',
      AccessKeyId: 'AKIAOFADA',
      EventTime: Date.UTC(2026, 0, 1),
      EventSource: 'kms.amazonaws.com',
      Username: 'ada',
      Resources: [],
      CloudTrailEvent: stored && JSON.stringify(envelopeOf(stored).record),
    })
  })

  it('tells of the record only: nothing of the decision, nor of the envelope', async () => {
    for (const { CloudTrailEvent = '' } of await found()) {
      const record = JSON.parse(CloudTrailEvent)
      expect(record).toMatchObject({ eventCategory: 'Management', managementEvent: true, recipientAccountId: ACCOUNT })
      for (const member of ['decisions', 'facts', 'rows', 'seq', 'wallTime', 'record'])
        expect(record).not.toHaveProperty(member)
    }
  })

  it('leaves out what is not known, and names every resource', async () => {
    const [encrypt, createAlias] = (await found()).slice(1)
    expect(encrypt).not.toHaveProperty('AccessKeyId')
    expect(encrypt).toMatchObject({
      EventName: 'Encrypt',
      Username: 'root',
      Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: subject.arn }],
    })
    expect(createAlias).toMatchObject({ EventName: 'CreateAlias', ReadOnly: 'false', Resources: [{}, {}] })
  })

  it('has the events of the caller’s account and Region only', async () => {
    await kms.newKey({}, kms.caller({ region: OTHER_REGION }))
    await kms.newKey({}, kms.caller({ account: OTHER_ACCOUNT }))
    expect(await names()).toEqual(['ListKeys', 'Encrypt', 'CreateAlias', 'CreateKey'])
    expect(await names({}, kms.caller({ region: OTHER_REGION }))).toEqual(['CreateKey'])
    expect(await names({}, kms.caller({ account: OTHER_ACCOUNT }))).toEqual(['CreateKey'])
    expect(await names(by('ResourceName', subject.arn), kms.caller({ account: OTHER_ACCOUNT }))).toEqual([])
  })

  it('has no events of what the service records of itself', async () => {
    const { sandbox, account, region } = kms.caller().scope
    const time = kms.clock.now()
    const own = systemEvent({
      ...{ sandbox, account, region, eventId: 'own', eventName: 'RecordRows', time, wallTime: time, details: {} },
    })
    await kms.ports.store.commit({ writes: [], events: [own] })
    expect(await names()).toEqual(['ListKeys', 'Encrypt', 'CreateAlias', 'CreateKey'])
    expect(await found(by('EventId', 'own'))).toEqual([])
  })

  it('has 50 events at most, and as few as are asked for', async () => {
    for (let call = 0; call < 51; call++) await kms.call('ListKeys', {})
    expect(await found()).toHaveLength(50)
    expect(await found({ MaxResults: 1 })).toHaveLength(1)
  })
})

describe('an attribute', () => {
  it.each<[LookupAttributeKey, (event: Event) => string | undefined, readonly string[]]>([
    ['EventId', ({ EventId }) => EventId, ['ListKeys']],
    ['EventName', () => 'Encrypt', ['Encrypt']],
    ['EventSource', () => 'kms.amazonaws.com', ['ListKeys', 'Encrypt', 'CreateAlias', 'CreateKey']],
    ['ReadOnly', () => 'true', ['ListKeys', 'Encrypt']],
    ['ReadOnly', () => 'false', ['CreateAlias', 'CreateKey']],
    ['Username', () => 'ada', ['ListKeys']],
    ['Username', () => 'root', ['Encrypt', 'CreateAlias', 'CreateKey']],
    ['AccessKeyId', () => 'AKIAOFADA', ['ListKeys']],
    ['ResourceType', () => 'AWS::KMS::Key', ['Encrypt', 'CreateAlias', 'CreateKey']],
    ['ResourceName', () => subject.arn, ['Encrypt', 'CreateAlias', 'CreateKey']],
    ['ResourceName', () => subject.keyId, ['Encrypt', 'CreateAlias', 'CreateKey']],
    ['ResourceName', () => subject.alias, ['CreateAlias']],
    ['ResourceName', () => subject.arn.replace(/key\/.*/, subject.alias), ['CreateAlias']],
  ])('%s finds the events that have its value', async (key, toValue, expected) => {
    const [newest = {}] = await found()
    const before = await kms.events()
    expect((await names(by(key, toValue(newest) ?? ''))).filter((name) => name !== 'LookupEvents')).toEqual(expected)
    expect(await kms.events()).toHaveLength(before.length + 1)
  })

  it.each<LookupAttributeKey>([
    'EventId',
    'EventName',
    'EventSource',
    'Username',
    'AccessKeyId',
    'ResourceType',
    'ResourceName',
  ])('%s finds nothing where no event has its value', async (key) => {
    expect(await lookUp(by(key, 'none'))).toEqual({ Events: [] })
    expect(await names(by(key, key === 'EventName' ? 'encrypt' : 'KMS'))).toEqual([])
  })

  it('is no wildcard', async () => {
    expect(await names(by('EventName', '%'))).toEqual([])
    expect(await names(by('EventName', 'Encr*'))).toEqual([])
  })
})

describe('a time range', () => {
  const at = (millis: number) => (Date.UTC(2026, 0, 1) + millis) as EpochMillis

  it('takes in both its ends; an end takes in its whole second', async () => {
    kms.clock.advance(10_400)
    await kms.call('GenerateRandom', { NumberOfBytes: 1 })
    expect(await names({ StartTime: at(10_400) })).toEqual(['GenerateRandom'])
    expect(await names({ ...by('EventName', 'GenerateRandom'), StartTime: at(10_401) })).toEqual([])
    expect(await names({ ...by('EventName', 'GenerateRandom'), EndTime: at(10_000) })).toEqual(['GenerateRandom'])
    expect(await names({ EndTime: at(9_999) })).toEqual(['ListKeys', 'Encrypt', 'CreateAlias', 'CreateKey'])
    expect(await names({ StartTime: at(0), EndTime: at(0) })).toHaveLength(4)
  })

  it('goes back for 90 days, whatever is asked', async () => {
    kms.clock.advance(90 * DAY)
    expect(await names(by('EventName', 'CreateKey'))).toEqual(['CreateKey'])
    kms.clock.advance(1)
    expect(await names(by('EventName', 'CreateKey'))).toEqual([])
    expect(await names({ ...by('EventName', 'CreateKey'), StartTime: at(-DAY) })).toEqual([])
    expect(await lookUp({ StartTime: at(-2 * DAY), EndTime: at(-DAY) })).toEqual({ Events: [] })
  })

  it('must not end before it begins', async () => {
    expect(await refused({ StartTime: at(1), EndTime: at(0) })).toBe(
      'InvalidTimeRangeException: The start time occurs after the end time.',
    )
  })
})

/** All pages. `between` runs after each. */
async function pages(input: LookupEventsRequest, between: () => Promise<unknown> = async () => undefined) {
  const all: (readonly Event[])[] = []
  let token: string | undefined
  do {
    const { Events = [], NextToken } = await lookUp({ ...input, ...(token !== undefined && { NextToken: token }) })
    all.push(Events)
    token = NextToken
    await between()
  } while (token !== undefined && all.length < 100)
  return all
}

describe('pages', () => {
  it('lose and repeat nothing while new events come in', async () => {
    for (let call = 0; call < 9; call++) await kms.call('ListKeys', {})
    const before = (await kms.events()).map(({ eventId }) => eventId).toReversed()
    const all = await pages({ MaxResults: 4 }, () => kms.call('ListKeys', {}))
    expect(all.map((page) => page.length)).toEqual([4, 4, 4, 1])
    expect(all.flat().map(({ EventId }) => EventId)).toEqual(before)
  })

  it('of an attribute hold it too', async () => {
    for (let call = 0; call < 5; call++) await kms.call('DescribeKey', { KeyId: subject.keyId }, user)
    for (const input of [by('ResourceName', subject.arn), by('Username', 'ada'), by('EventName', 'DescribeKey')]) {
      const [whole] = await pages(input)
      const all = await pages({ ...input, MaxResults: 2 }, () =>
        kms.call('DescribeKey', { KeyId: subject.keyId }, user),
      )
      expect(all.flat().map(({ EventId }) => EventId)).toEqual(whole?.map(({ EventId }) => EventId))
    }
  })

  it('look through long logs a part at a time', async () => {
    for (let call = 0; call < 510; call++) await kms.call('GenerateRandom', { NumberOfBytes: 1 }, user)
    const all = await pages(by('ResourceType', 'AWS::KMS::Key'))
    expect(all.map((page) => page.length)).toEqual([0, 3])
  })
})

describe('a token', () => {
  const token = async (input: LookupEventsRequest = {}, caller?: Caller) =>
    (await lookUp({ ...input, MaxResults: 1 }, caller)).NextToken ?? ''
  const INVALID =
    'InvalidNextTokenException: The token is not valid, or it was previously used in a request with different parameters.'

  it('tells nothing, and may be used with another MaxResults', async () => {
    const NextToken = await token(by('Username', 'root'))
    expect(NextToken).toMatch(/^[\w-]{40,}$/)
    expect(Buffer.from(NextToken, 'base64url').toString('latin1')).not.toMatch(/root|Username/)
    expect(await names({ ...by('Username', 'root'), NextToken, MaxResults: 2 })).toHaveLength(2)
  })

  it.each<[string, LookupEventsRequest]>([
    ['another attribute', by('EventName', 'root')],
    ['another value', by('Username', 'ada')],
    ['no attribute', {}],
    ['a start', { ...by('Username', 'root'), StartTime: 1000 as EpochMillis }],
    ['an end', { ...by('Username', 'root'), EndTime: Date.UTC(2026, 0, 1) as EpochMillis }],
    ['a category', { ...by('Username', 'root'), EventCategory: 'insight' }],
  ])('is of no use with %s', async (_, input) => {
    const NextToken = await token(by('Username', 'root'))
    expect(await refused({ ...input, NextToken })).toBe(INVALID)
  })

  it('is of no use to another caller, in another Region, or of another account', async () => {
    const NextToken = await token()
    await kms.newKey({}, kms.caller({ region: OTHER_REGION }))
    await kms.newKey({}, kms.caller({ account: OTHER_ACCOUNT }))
    for (const caller of [user, kms.caller({ region: OTHER_REGION }), kms.caller({ account: OTHER_ACCOUNT })]) {
      expect(await refused({ NextToken }, caller)).toBe(INVALID)
    }
  })

  it.each(['', 'x', 'AAAA', 'A'.repeat(10_000)])('that nobody made is refused: %j', async (NextToken) => {
    expect(await refused({ NextToken })).toBe(INVALID)
  })

  it('that was changed is refused, and so is a marker of AWS KMS', async () => {
    const good = await token()
    const changed = good.slice(0, -2) + (good.endsWith('AA') ? 'BB' : 'AA')
    expect(await refused({ NextToken: changed })).toBe(INVALID)
    await kms.newKey()
    const { NextMarker = '' } = await kms.call('ListKeys', { Limit: 1 })
    expect(await refused({ NextToken: NextMarker })).toBe(INVALID)
  })

  it('is in no record', async () => {
    const NextToken = await token()
    await lookUp({ NextToken })
    const texts = (await kms.events()).map(({ text }) => text)
    expect(texts.join()).not.toContain(NextToken)
  })
})

describe('a refusal', () => {
  const attribute = (change: object) => ({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'x', ...change }],
  })
  const two: readonly LookupAttribute[] = [
    { AttributeKey: 'EventName', AttributeValue: 'Encrypt' },
    { AttributeKey: 'EventName', AttributeValue: 'Encrypt' },
  ]

  it.each<[string, unknown, string]>([
    [
      'two attributes',
      { LookupAttributes: two },
      'InvalidLookupAttributesException: The list of lookup attributes can contain only one item.',
    ],
    [
      'an unknown attribute',
      attribute({ AttributeKey: 'Colour' }),
      "InvalidLookupAttributesException: 1 validation error detected: Value 'Colour' at 'lookupAttributes.1.member.attributeKey' failed to satisfy constraint: Member must satisfy enum value set: [EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource, AccessKeyId]",
    ],
    [
      'an attribute without a value',
      attribute({ AttributeValue: null }),
      "InvalidLookupAttributesException: 1 validation error detected: Value null at 'lookupAttributes.1.member.attributeValue' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an empty value',
      attribute({ AttributeValue: '' }),
      "InvalidLookupAttributesException: 1 validation error detected: Value '' at 'lookupAttributes.1.member.attributeValue' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a ReadOnly of neither kind',
      attribute({ AttributeKey: 'ReadOnly', AttributeValue: 'True' }),
      'InvalidLookupAttributesException: The value of the lookup attribute ReadOnly must be true or false.',
    ],
    [
      'no results',
      { MaxResults: 0 },
      "InvalidMaxResultsException: 1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'too many results',
      { MaxResults: 51 },
      "InvalidMaxResultsException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      'another category',
      { EventCategory: 'management' },
      "InvalidEventCategoryException: 1 validation error detected: Value 'management' at 'eventCategory' failed to satisfy constraint: Member must satisfy enum value set: [insight]",
    ],
  ])('of %s names the fault, and is recorded with what was asked', async (_, input, expected) => {
    const asked = Object.keys(Object(input)).map((name) => name.charAt(0).toLowerCase() + name.slice(1))
    expect(await refused(input)).toBe(expected)
    const [event] = (await kms.events()).slice(-1)
    expect(event).toMatchObject({ eventName: 'LookupEvents', outcome: 'error' })
    const record = event && envelopeOf(event).record
    expect(record?.errorCode).toBe(expected.split(':')[0])
    expect(Object.keys(Object(record?.requestParameters))).toEqual(asked)
  })

  it('is none for a value of 2,000 characters, an empty list of attributes, or members that are null', async () => {
    expect(await names(by('EventName', 'x'.repeat(2000)))).toEqual([])
    expect(await names({ LookupAttributes: [], MaxResults: 1 })).toEqual(['LookupEvents'])
    expect(await refused({ StartTime: null, NextToken: undefined })).toBe('answered')
    expect(await refused(attribute({ AttributeValue: 'x'.repeat(2001) }))).toMatch('InvalidLookupAttributesException')
  })
})

it('finds no insights: none come to be', async () => {
  expect(await lookUp({ EventCategory: 'insight' })).toEqual({ Events: [] })
  expect(await lookUp({ ...by('EventSource', 'kms.amazonaws.com'), EventCategory: 'insight' })).toEqual({ Events: [] })
})
