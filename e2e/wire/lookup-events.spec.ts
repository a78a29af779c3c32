import {
  CloudTrailClient,
  CreateTrailCommand,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail'
import { CreateAccessKeyCommand } from '@aws-sdk/client-iam'
import { CreateAliasCommand, CreateGrantCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { type Keys, newAccount } from './accounts.ts'
import { ACCOUNT, auditRecords, REGION, refusalOf, sendRaw, utf8 } from './clients.ts'
import { assume, type Household, householdOf, type Person, trusting, type User } from './people.ts'
import { aws, environmentOf, hasAws, run } from './programs.ts'
import { allow, deny } from './statements.ts'

const MAY = allow('cloudtrail:LookupEvents')
const PLAINTEXT = 'plaintext that nobody may see'
const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.'

let server: Server
let home: Household
let ada: User
let session: Person
let key: string
/** What calls brought about or carried that is nobody's to read. */
let secrets: readonly string[]

beforeAll(async () => {
  server = await startServer({ console: false })
  home = householdOf(server, ACCOUNT, server)
  ada = await home.user('ada', { own: [allow(['kms:*', 'sts:AssumeRole'])] })
  key = await home.key({ Description: 'looked up' })
  await home.kms.send(new CreateAliasCommand({ AliasName: 'alias/looked-up', TargetKeyId: key }))
  const { CiphertextBlob } = await ada.kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8(PLAINTEXT) }))
  const { GrantToken = '' } = await home.kms.send(
    new CreateGrantCommand({ KeyId: key, GranteePrincipal: ada.arn, Operations: ['Decrypt'] }),
  )
  await ada.kms.send(new DecryptCommand({ CiphertextBlob, GrantTokens: [GrantToken] }))
  const { AccessKey } = await home.iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }))
  session = await assume(server, ada, await home.role('reader', trusting(ada.arn), { own: [MAY] }))
  secrets = [
    ...[PLAINTEXT, Buffer.from(PLAINTEXT), CiphertextBlob ?? ''].map((bytes) => Buffer.from(bytes).toString('base64')),
    ...[PLAINTEXT, GrantToken, AccessKey?.SecretAccessKey ?? ''],
    ...[ada.keys.secretAccessKey, session.keys.secretAccessKey, session.keys.sessionToken ?? ''],
  ]
})
afterAll(() => server.stop())

const clientOf = (credentials: Keys = server, region = REGION) =>
  new CloudTrailClient({ endpoint: server.url, region, credentials, maxAttempts: 1 })
const lookUp = (input: LookupEventsCommandInput = {}, client = clientOf()) =>
  client.send(new LookupEventsCommand(input))
type Key = NonNullable<LookupEventsCommandInput['LookupAttributes']>[number]['AttributeKey']
const by = (AttributeKey: Key, AttributeValue: string): LookupEventsCommandInput => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})

/** All pages of the SDK's own paginator. */
async function all(input: LookupEventsCommandInput, pageSize = 50): Promise<readonly Event[]> {
  const events: Event[] = []
  for await (const { Events = [] } of paginateLookupEvents({ client: clientOf(), pageSize }, input)) {
    events.push(...Events)
  }
  return events
}

describe('the SDK', () => {
  it('reads events with all their members', async () => {
    const { Events = [] } = await lookUp(by('EventName', 'Encrypt'))
    expect(Events).toEqual([
      {
        EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        EventName: 'Encrypt',
        ReadOnly: 'true',
        AccessKeyId: ada.keys.accessKeyId,
        EventTime: expect.any(Date),
        EventSource: 'kms.amazonaws.com',
        Username: 'ada',
        Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: key }],
        CloudTrailEvent: expect.any(String),
      },
    ])
    const record = JSON.parse(Events[0]?.CloudTrailEvent ?? '')
    expect(record).toEqual(auditRecords(server).find(({ eventName }) => eventName === 'Encrypt'))
    expect(record).toMatchObject({ eventID: Events[0]?.EventId, awsRegion: REGION, userIdentity: { arn: ada.arn } })
    expect(Events[0]?.EventTime).toEqual(new Date(record.eventTime))
  })

  it.each<[Key, () => string, readonly string[]]>([
    ['EventName', () => 'CreateGrant', ['CreateGrant']],
    ['EventSource', () => 'sts.amazonaws.com', ['AssumeRole']],
    ['Username', () => 'ada', ['AssumeRole', 'Decrypt', 'Encrypt']],
    ['AccessKeyId', () => ada.keys.accessKeyId, ['AssumeRole', 'Decrypt', 'Encrypt']],
    ['ResourceType', () => 'AWS::KMS::Key', ['Decrypt', 'CreateGrant', 'Encrypt', 'CreateAlias', 'CreateKey']],
    ['ResourceName', () => key, ['Decrypt', 'CreateGrant', 'Encrypt', 'CreateAlias', 'CreateKey']],
    ['ResourceName', () => `arn:aws:kms:${REGION}:${ACCOUNT}:alias/looked-up`, ['CreateAlias']],
  ])('finds by %s', async (attribute, value, names) => {
    const found = (await all(by(attribute, value()))).map(({ EventName }) => EventName)
    expect(found.filter((name) => name !== 'LookupEvents')).toEqual(names)
  })

  it('finds one event by its id, and reads apart from writes', async () => {
    const [one] = await all(by('EventName', 'CreateKey'))
    expect(await all(by('EventId', one?.EventId ?? ''))).toEqual([one])
    expect((await all(by('ReadOnly', 'false'))).every(({ ReadOnly }) => ReadOnly === 'false')).toBe(true)
  })

  it('finds what happened between two times', async () => {
    const [made] = await all(by('EventName', 'CreateKey'))
    const at = made?.EventTime ?? new Date(0)
    expect(await all({ ...by('EventName', 'CreateKey'), StartTime: at, EndTime: at })).toEqual([made])
    expect(await all({ ...by('EventName', 'CreateKey'), EndTime: new Date(at.getTime() - 1000) })).toEqual([])
    const tomorrow = new Date(at.getTime() + 86_400_000)
    expect((await lookUp({ StartTime: tomorrow })).Events).toEqual([])
  })

  it('pages through everything once, while its own calls add to the log', async () => {
    const before = auditRecords(server).filter(
      ({ awsRegion, eventSource }) => awsRegion === REGION && eventSource !== 'keystead',
    )
    const events = await all({}, 3)
    expect(events.map(({ EventName }) => EventName)).toEqual(before.map(({ eventName }) => eventName).toReversed())
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(before.length)
  })

  it('sees no secret of any call', async () => {
    const shown = JSON.stringify(await all({}))
    expect(secrets).toHaveLength(9)
    for (const secret of secrets) {
      expect(secret).toMatch(/.{20}/)
      expect(shown).not.toContain(secret)
    }
  })

  it.each<[LookupEventsCommandInput, string]>([
    [{ MaxResults: 0 }, 'InvalidMaxResultsException'],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ NextToken: 'made up' }, 'InvalidNextTokenException'],
    [{ EventCategory: 'management' as 'insight' }, 'InvalidEventCategoryException'],
    [{ StartTime: new Date(2000), EndTime: new Date(1000) }, 'InvalidTimeRangeException'],
    [by('Colour' as Key, 'red'), 'InvalidLookupAttributesException'],
    [
      {
        LookupAttributes: [by('EventName', 'a'), by('Username', 'b')].flatMap(
          ({ LookupAttributes = [] }) => LookupAttributes,
        ),
      },
      'InvalidLookupAttributesException',
    ],
  ])('gets %j refused by an exception of CloudTrail’s own', async (input, code) => {
    expect(await refusalOf(lookUp(input))).toMatchObject({ code, status: 400, message: expect.stringMatching(/\w/) })
    const [last] = auditRecords(server).slice(-1)
    expect(last).toMatchObject({ eventName: 'LookupEvents', eventSource: 'cloudtrail.amazonaws.com', errorCode: code })
  })
})

describe('who may look', () => {
  const REFUSED = (arn: string, why: string) => ({
    code: 'AccessDeniedException',
    message: `User: ${arn} is not authorized to perform: cloudtrail:LookupEvents ${why}`,
    status: 400,
  })

  it('is no user who is not allowed to; the refusal is recorded', async () => {
    const why = 'because no identity-based policy allows the cloudtrail:LookupEvents action'
    expect(await refusalOf(lookUp({}, clientOf(ada.keys)))).toEqual(REFUSED(ada.arn, why))
    const [last] = auditRecords(server).slice(-1)
    expect(last).toMatchObject({ eventName: 'LookupEvents', errorCode: 'AccessDenied', requestParameters: null })
    const denied = await home.user('denied', { own: [MAY, deny('cloudtrail:*')] })
    expect(await refusalOf(lookUp({}, clientOf(denied.keys)))).toEqual(
      REFUSED(denied.arn, 'with an explicit deny in an identity-based policy'),
    )
  })

  it('is a user or session that is allowed to, from where it is allowed', async () => {
    const auditor = await home.user('auditor', {
      own: [allow('cloudtrail:LookupEvents', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': REGION } } })],
    })
    expect((await lookUp({ MaxResults: 1 }, clientOf(auditor.keys))).Events).toHaveLength(1)
    expect((await lookUp({ MaxResults: 1 }, clientOf(session.keys))).Events).toHaveLength(1)
    const abroad = clientOf(auditor.keys, 'eu-west-1')
    expect((await refusalOf(lookUp({}, abroad))).code).toBe('AccessDeniedException')
  })

  it('sees nothing of another account or Region', async () => {
    const guest = await newAccount(server)
    const foreign = clientOf(guest)
    expect((await lookUp({}, foreign)).Events).toEqual([])
    for (const input of [by('ResourceName', key), by('Username', 'ada'), by('EventName', 'Encrypt')]) {
      expect((await lookUp(input, foreign)).Events).toEqual([])
    }
    const own = (await lookUp({}, foreign)).Events ?? []
    expect(own.map(({ EventName }) => EventName)).toEqual(Array(4).fill('LookupEvents'))
    const { NextToken } = await lookUp({ MaxResults: 1 })
    expect((await refusalOf(lookUp({ NextToken }, foreign))).code).toBe('InvalidNextTokenException')
    expect((await lookUp({}, clientOf(server, 'eu-central-1'))).Events).toEqual([])
  })

  it('sees its own look-up in the next one, for each answer is durable first', async () => {
    await lookUp()
    expect((await lookUp({ MaxResults: 1 })).Events).toMatchObject([{ EventName: 'LookupEvents', Username: 'root' }])
  })
})

describe('what CloudTrail has beside it', () => {
  const last = () => auditRecords(server).at(-1)

  it('is refused as unsupported where AWS has it, and recorded', async () => {
    const trail = clientOf().send(new CreateTrailCommand({ Name: 'trail', S3BucketName: 'bucket' }))
    expect(await refusalOf(trail)).toMatchObject({ code: 'UnsupportedOperationException', status: 400 })
    expect(last()).toMatchObject({ eventName: 'CreateTrail', errorCode: 'UnsupportedOperationException' })
  })

  it('is refused as unknown where nobody has it, and recorded', async () => {
    const call = { service: 'cloudtrail', body: '{}' }
    const unknown = await sendRaw(server, { ...call, target: `${TARGET}LookUp` })
    expect([unknown.status, unknown.text]).toEqual([400, '{"__type":"UnknownOperationException"}'])
    expect(last()).toMatchObject({ eventName: 'LookUp', eventSource: 'cloudtrail.amazonaws.com' })
    const short = await sendRaw(server, {
      ...call,
      target: 'CloudTrail_20131101.LookupEvents',
      body: '{"MaxResults":1}',
    })
    expect(JSON.parse(short.text).Events).toHaveLength(1)
    const foreign = await sendRaw(server, { ...call, target: `${TARGET}LookupEvents`, service: 'kms' })
    expect(JSON.parse(foreign.text).__type).toBe('InvalidSignatureException')
  })
})

describe.skipIf(!hasAws)('the AWS CLI (skipped where there is no `aws`)', () => {
  it('looks up events unmodified, pages and all', async () => {
    const named = ['--lookup-attributes', `AttributeKey=ResourceName,AttributeValue=${key}`]
    const answer = await aws(server, 'cloudtrail', 'lookup-events', ...named, '--page-size', '2')
    const { Events } = answer as { Events: readonly Event[] }
    expect(Events.map(({ EventName }) => EventName)).toEqual([
      'Decrypt',
      'CreateGrant',
      'Encrypt',
      'CreateAlias',
      'CreateKey',
    ])
    const first = await aws(server, 'cloudtrail', 'lookup-events', ...named, '--max-items', '2')
    const { NextToken } = first as { NextToken: string }
    const rest = await aws(server, 'cloudtrail', 'lookup-events', ...named, '--starting-token', NextToken)
    expect(rest).toMatchObject({ Events: Events.slice(2).map(({ EventId }) => ({ EventId })) })
  })

  it('shows AWS’s words to a user who may not look', async () => {
    const env = environmentOf({ ...server, ...ada.keys })
    const denied = run('aws', ['cloudtrail', 'lookup-events', '--endpoint-url', server.url], { env })
    await expect(denied).rejects.toThrow(
      `An error occurred (AccessDeniedException) when calling the LookupEvents operation: User: ${ada.arn} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
    )
  })
})
