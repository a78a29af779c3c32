import { describe, expect, it } from 'vitest'
import type { CloudTrail } from '#cloudtrail/execute.ts'
import type { Iam } from '#iam/execute.ts'
import { utf8 } from '#kernel/bytes.ts'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { ServiceError } from '#kernel/service-error.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import type { Kms } from '#kms/execute.ts'
import type { Caller } from '#kms/ports.ts'
import type { Sts } from '#sts/execute.ts'
import type { WirePorts } from './handle.ts'
import { createWire } from './handle.ts'
import type { WireRequest } from './message.ts'

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMillis
const ACCESS_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const ID = '11111111-2222-3333-4444-555555555555'
const credential = { ...ACCESS_KEY, sandbox: MAIN_SANDBOX, principal: rootPrincipal('111122223333' as AccountId) }

/** A wire over services that remember what came through their doors and answer what they are told to. */
function fixture(
  answer: unknown = {},
  open?: WirePorts['open'],
  observer?: CallObserver,
  skewOf?: WirePorts['skewOf'],
) {
  const calls: { door: string; operation: string; input?: unknown; caller: Caller; code?: string }[] = []
  const lines: Readonly<Record<string, unknown>>[] = []
  const run = () => {
    if (answer instanceof Error) throw answer
    return answer
  }
  const door = (service: string) => ({
    reject: async (operation: string, error: ServiceError, caller: Caller) => {
      calls.push({ door: `${service}.reject`, operation, caller, code: error.code })
    },
  })
  const kms = {
    ...door('kms'),
    execute: async (operation: string, input: unknown, caller: Caller) => {
      calls.push({ door: 'kms', operation, input, caller })
      return run()
    },
  } as unknown as Kms
  const service = (service: string) => ({
    ...door(service),
    execute: async (operation: string, input: unknown, caller: Caller) => {
      calls.push({ door: service, operation, input, caller })
      return run()
    },
  })
  const [sts, iam] = [service('sts') as unknown as Sts, service('iam') as unknown as Iam]
  const cloudTrail = service('cloudtrail') as unknown as CloudTrail
  const wire = createWire({
    kms,
    sts,
    iam,
    cloudTrail,
    identities: { credential: async (id) => (id === ACCESS_KEY.accessKeyId ? credential : undefined) },
    clock: { now: () => NOW },
    ids: { uuid: () => ID },
    log: {
      info: (message, fields) => lines.push({ message, ...fields }),
      error: (message, cause, fields) => lines.push({ message, cause, ...fields }),
    },
    ...(open ? { open } : {}),
    ...(observer && { observer }),
    ...(skewOf && { skewOf }),
  })
  return { wire, calls, lines }
}

type Headers = Readonly<Record<string, string>>

function request(service: string, headers: Headers, body: string | Buffer, region = 'eu-central-1'): WireRequest {
  const bytes = typeof body === 'string' ? utf8(body) : body
  const plain = { host: '127.0.0.1:3000', 'user-agent': 'test', ...headers }
  const signable = new Map(Object.entries(plain).map(([name, value]) => [name, [value]]))
  const target = { service, region, time: NOW }
  const signed = sign({ method: 'POST', path: '/', query: '', headers: signable, body: bytes }, ACCESS_KEY, target)
  return message(Object.fromEntries([...signed.headers].map(([name, [value = '']]) => [name, value])), bytes)
}

function message(headers: Headers, body: WireRequest['body']): WireRequest {
  const rawHeaders = Object.entries(headers).flat()
  return { method: 'POST', target: '/', headers, rawHeaders, body, remoteAddress: '127.0.0.1' }
}

const kmsRequest = (operation: string, body: string | Buffer) =>
  request('kms', { 'x-amz-target': `TrentService.${operation}`, 'content-type': 'application/x-amz-json-1.1' }, body)

const stsRequest = (body: string, service = 'sts') =>
  request(service, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body)

const WHO_AM_I = 'Action=GetCallerIdentity&Version=2011-06-15'

describe('an answer by a clock that is wrong', () => {
  it('says what time it takes it to be, so that clients can set theirs', async () => {
    const { wire } = fixture({}, undefined, undefined, () => 3_600_000)
    const refused = await wire.handle(kmsRequest('ListKeys', '{}'))
    expect(refused).toMatchObject({ status: 400, headers: { Date: 'Mon, 23 Nov 2026 13:00:00 GMT' } })
    expect(refused.body).toContain('InvalidSignatureException')
    const { wire: near } = fixture({}, undefined, undefined, () => 60_000)
    const taken = await near.handle(kmsRequest('ListKeys', '{}'))
    expect(taken).toMatchObject({ status: 200, headers: { Date: 'Mon, 23 Nov 2026 12:01:00 GMT' } })
  })
})

describe('a KMS call', () => {
  it('is decoded, run as its verified caller, and encoded', async () => {
    const { wire, calls } = fixture({
      KeyId: 'k',
      CiphertextBlob: utf8('blob'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
    const body = '{"KeyId":"k","Plaintext":"aGk=","EncryptionContext":{"__proto__":"x","a":"\\ud800"}}'
    const answer = await wire.handle(kmsRequest('Encrypt', body))
    expect(answer).toEqual({
      status: 200,
      headers: {
        'x-amzn-RequestId': ID,
        'Cache-Control': 'no-cache, no-store, must-revalidate, private',
        'Content-Type': 'application/x-amz-json-1.1',
      },
      body: '{"CiphertextBlob":"YmxvYg==","KeyId":"k","EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}',
    })
    const context = new Map([
      ['__proto__', 'x'],
      ['a', '\ud800'],
    ])
    expect(calls).toEqual([
      {
        door: 'kms',
        operation: 'Encrypt',
        input: { KeyId: 'k', Plaintext: utf8('hi'), EncryptionContext: context },
        caller: {
          principal: credential.principal,
          scope: { sandbox: 'main', account: '111122223333', region: 'eu-central-1' },
          accessKeyId: 'AKIDEXAMPLE',
          request: { id: ID, face: 'wire', sourceIp: '127.0.0.1', userAgent: 'test', host: '127.0.0.1:3000' },
        },
      },
    ])
  })

  it('without an output is answered by 200 and no body at all', async () => {
    const answer = await fixture(undefined).wire.handle(kmsRequest('EnableKey', '{"KeyId":"k"}'))
    expect(answer).toMatchObject({ status: 200, body: '' })
  })

  it.each([
    [
      'a client’s',
      new ServiceError('NotFoundException', 'no "key"'),
      400,
      '{"__type":"NotFoundException","message":"no \\"key\\""}',
    ],
    [
      'without a message,',
      new ServiceError('InvalidCiphertextException'),
      400,
      '{"__type":"InvalidCiphertextException"}',
    ],
    [
      'the server’s',
      new ServiceError('KMSInternalException', 'm', 'server'),
      500,
      '{"__type":"KMSInternalException","message":"m"}',
    ],
  ])('that fails by %s error is answered with its code', async (_, error, status, body) => {
    const answer = await fixture(error).wire.handle(kmsRequest('ListKeys', '{}'))
    expect(answer).toMatchObject({ status, body, headers: { 'x-amzn-RequestId': ID } })
  })

  it('that fails in a way nobody foresaw tells the log, and not the caller', async () => {
    const cause = new Error('secret detail')
    const { wire, lines } = fixture(cause)
    const answer = await wire.handle(kmsRequest('ListKeys', '{}'))
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body).__type).toBe('KMSInternalException')
    expect(answer.body).not.toContain('secret detail')
    expect(lines[0]).toEqual({ message: 'failed', cause, requestId: ID })
  })

  it.each([
    ['not JSON', '{"KeyId":'],
    ['not an object', '"text"'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['base64 that is none', '{"KeyId":"k","Plaintext":"*"}'],
    ['of a wrong type', '{"KeyId":1,"Plaintext":"aGk="}'],
  ])('whose body is %s is refused, and the audit log has it', async (_, body) => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(kmsRequest('Encrypt', body))
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).__type).toBe('SerializationException')
    expect(calls).toMatchObject([{ door: 'kms.reject', operation: 'Encrypt', code: 'SerializationException' }])
  })

  it.each([
    ['Nothing', 'Nothing'],
    ['__proto__', 'UnknownOperation'],
    ['toString', 'toString'],
    ['a'.repeat(65), 'UnknownOperation'],
    ['', 'UnknownOperation'],
  ])('of the operation %j that does not exist is refused, and the audit log has it', async (name, recorded) => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(kmsRequest(name, '{}'))
    expect(answer).toMatchObject({ status: 400, body: '{"__type":"UnknownOperationException"}' })
    expect(calls).toMatchObject([{ door: 'kms.reject', operation: recorded, code: 'UnknownOperationException' }])
  })
})

describe('a CloudTrail call', () => {
  const TARGET = 'CloudTrail_20131101.'
  const cloudTrailRequest = (target: string, body: string) => request('cloudtrail', { 'x-amz-target': target }, body)

  it.each([TARGET, `com.amazonaws.cloudtrail.v20131101.${TARGET}`])('is run under the target %s', async (target) => {
    const events = [{ EventName: 'Encrypt', EventTime: NOW, Resources: [] }]
    const { wire, calls, lines } = fixture({ Events: events, NextToken: 't', more: 1 })
    const answer = await wire.handle(cloudTrailRequest(`${target}LookupEvents`, '{"StartTime":1.5,"MaxResults":1}'))
    expect(answer).toMatchObject({ status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.1' } })
    expect(JSON.parse(answer.body)).toEqual({ Events: [{ ...events[0], EventTime: NOW / 1000 }], NextToken: 't' })
    expect(calls).toMatchObject([
      { door: 'cloudtrail', operation: 'LookupEvents', input: { StartTime: 1500, MaxResults: 1 } },
    ])
    expect(lines).toMatchObject([{ service: 'cloudtrail', operation: 'LookupEvents', code: 'OK' }])
  })

  it.each([
    ['CreateTrail', '{"__type":"UnsupportedOperationException","message":"Keystead does not offer CreateTrail yet."}'],
    ['CreateEventDataStore', '{"__type":"UnknownOperationException"}'],
    ['constructor', '{"__type":"UnknownOperationException"}'],
  ])('of %s, which is not here, is refused, and the audit log has it', async (name, body) => {
    const { wire, calls } = fixture()
    expect(await wire.handle(cloudTrailRequest(TARGET + name, '{}'))).toMatchObject({ status: 400, body })
    expect(calls).toMatchObject([{ door: 'cloudtrail.reject', operation: name, code: JSON.parse(body).__type }])
  })

  it('of a body that is not of its shape is refused, and the audit log has it', async () => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(cloudTrailRequest(`${TARGET}LookupEvents`, '{"StartTime":"yesterday"}'))
    expect(JSON.parse(answer.body).__type).toBe('SerializationException')
    expect(calls).toMatchObject([{ door: 'cloudtrail.reject', operation: 'LookupEvents' }])
  })

  it('must be signed for CloudTrail, and one of AWS KMS for AWS KMS', async () => {
    const { wire, calls } = fixture()
    for (const [service, target] of [
      ['kms', `${TARGET}LookupEvents`],
      ['cloudtrail', 'TrentService.ListKeys'],
    ] as const) {
      const answer = await wire.handle(request(service, { 'x-amz-target': target }, '{}'))
      expect(JSON.parse(answer.body).__type).toBe('InvalidSignatureException')
    }
    expect(calls).toEqual([])
  })

  it('that fails in a way nobody foresaw is answered in the words of CloudTrail', async () => {
    const { wire } = fixture(new Error('secret detail'))
    const answer = await wire.handle(cloudTrailRequest(`${TARGET}LookupEvents`, '{}'))
    expect(answer).toMatchObject({ status: 500 })
    expect(JSON.parse(answer.body).__type).toBe('InternalFailure')
  })
})

describe('a request that is not a call of a known caller', () => {
  it('is refused when its target is no service of ours', async () => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(request('dynamodb', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, '{}'))
    expect(answer).toMatchObject({ status: 400, body: '{"__type":"UnknownOperationException"}' })
    expect(calls).toEqual([])
  })

  it('is refused when its target and its credential scope do not agree', async () => {
    const { wire, calls } = fixture()
    const kms = await wire.handle(request('sts', { 'x-amz-target': 'TrentService.ListKeys' }, '{}'))
    expect(JSON.parse(kms.body)).toEqual({
      __type: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'kms'.",
    })
    const sts = await wire.handle(stsRequest(WHO_AM_I, 'kms'))
    expect(sts.status).toBe(403)
    expect(sts.body).toContain('<Code>SignatureDoesNotMatch</Code>')
    expect(calls).toEqual([])
  })

  it('is refused when it is too large, in the words of its protocol', async () => {
    const { wire } = fixture()
    const json = await wire.handle(message({ 'x-amz-target': 'TrentService.Encrypt' }, 'too-large'))
    expect(json.status).toBe(413)
    expect(JSON.parse(json.body).__type).toBe('RequestEntityTooLargeException')
    const form = await wire.handle(message({ 'content-type': 'application/x-www-form-urlencoded' }, 'too-large'))
    expect(form).toMatchObject({ status: 413, headers: { 'Content-Type': 'text/xml' } })
  })

  it('is in the log, and counted', async () => {
    const { wire, lines } = fixture()
    const unsigned = message({ 'x-amz-target': 'TrentService.ListKeys' }, utf8('{}'))
    await wire.handle(unsigned)
    await wire.handle(unsigned)
    expect(lines).toMatchObject([
      { operation: 'ListKeys', code: 'MissingAuthenticationTokenException', refusals: 1 },
      { operation: 'ListKeys', code: 'MissingAuthenticationTokenException', refusals: 2 },
    ])
  })
})

describe('the log line of a request', () => {
  it('names the call and holds nothing of its input', async () => {
    const { wire, lines } = fixture({ Keys: [] })
    await wire.handle(kmsRequest('ListKeys', '{"Marker":"INPUT"}'))
    expect(lines).toEqual([
      {
        message: 'request',
        requestId: ID,
        service: 'kms',
        operation: 'ListKeys',
        code: 'OK',
        ms: expect.any(Number),
        sandbox: 'main',
        account: '111122223333',
        region: 'eu-central-1',
        refusals: undefined,
      },
    ])
  })
})

describe('an observer', () => {
  it('is told of each request with its outcome, also of those that nobody signed', async () => {
    const told: unknown[] = []
    const observer: CallObserver = {
      began: (id, traceparent) => told.push([id, traceparent]),
      ended: ({ seconds, ...call }) => told.push({ ...call, timed: seconds >= 0 }),
    }
    const { wire } = fixture(new ServiceError('NotFoundException'), undefined, observer)
    const signed = kmsRequest('DescribeKey', '{"KeyId":"k"}')
    await wire.handle({ ...signed, headers: { ...signed.headers, traceparent: '00-1-2-01' } })
    await wire.handle(message({ host: 'a', 'x-amz-target': 'TrentService.Made1Up' }, utf8('{}')))
    await fixture(new Error('bug'), undefined, observer).wire.handle(kmsRequest('ListKeys', '{}'))
    const call = { id: ID, face: 'wire', service: 'kms', isServerFault: false, timed: true }
    expect(told).toEqual([
      [ID, '00-1-2-01'],
      { ...call, operation: 'DescribeKey', code: 'NotFoundException', status: 400 },
      [ID, ''],
      { ...call, operation: 'Made1Up', code: 'MissingAuthenticationTokenException', status: 400 },
      [ID, ''],
      { ...call, operation: 'ListKeys', code: 'KMSInternalException', status: 500, isServerFault: true },
    ])
  })
})

describe('an STS call', () => {
  it('is answered in XML', async () => {
    const { wire, calls } = fixture({ Arn: 'arn:aws:iam::111122223333:root', UserId: '<1>', Account: '111122223333' })
    const answer = await wire.handle(stsRequest(WHO_AM_I))
    expect(answer).toEqual({
      status: 200,
      headers: { 'x-amzn-RequestId': ID, 'Content-Type': 'text/xml' },
      body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::111122223333:root</Arn>
    <UserId>&lt;1&gt;</UserId>
    <Account>111122223333</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${ID}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
    })
    expect(calls).toMatchObject([{ door: 'sts', operation: 'GetCallerIdentity' }])
  })

  it.each([
    [
      'Action=DecodeEverything&Version=2011-06-15',
      'DecodeEverything',
      'Could not find operation DecodeEverything for version 2011-06-15',
    ],
    [
      'Action=GetCallerIdentity&Version=2010-05-08',
      'GetCallerIdentity',
      'Could not find operation GetCallerIdentity for version 2010-05-08',
    ],
    [
      'Action=GetCallerIdentity',
      'GetCallerIdentity',
      'Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED',
    ],
    ['Action=toString&Version=2011-06-15', 'toString', 'Could not find operation toString for version 2011-06-15'],
  ])('of an operation that does not exist is refused, and the audit log has it: %s', async (body, operation, text) => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(stsRequest(body))
    expect(answer.status).toBe(400)
    expect(answer.body).toBe(`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>InvalidAction</Code>
    <Message>${text}</Message>
  </Error>
  <RequestId>${ID}</RequestId>
</ErrorResponse>
`)
    expect(calls).toMatchObject([{ door: 'sts.reject', operation, code: 'InvalidAction' }])
  })

  it('that fails in a way nobody foresaw tells nothing of it', async () => {
    const answer = await fixture(new Error('secret detail')).wire.handle(stsRequest(WHO_AM_I))
    expect(answer.status).toBe(500)
    expect(answer.body).toContain('<Type>Receiver</Type>')
    expect(answer.body).toContain('<Code>InternalFailure</Code>')
    expect(answer.body).not.toContain('secret detail')
  })

  it('is refused when it is not signed', async () => {
    const answer = await fixture().wire.handle(
      message({ 'content-type': 'application/x-www-form-urlencoded' }, utf8(WHO_AM_I)),
    )
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('<Code>MissingAuthenticationToken</Code>')
  })

  it('cannot put markup or control characters into its refusal', async () => {
    const answer = await fixture().wire.handle(stsRequest('Action=X&Version=%3Cb%3E%26%00%0C'))
    expect(answer.body).toContain('for version &lt;b&gt;&amp;\uFFFD\uFFFD</Message>')
  })
})

describe('an IAM call', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const iamRequest = (body: string, region = 'us-east-1') => request('iam', FORM, body, region)

  it.each(['us-east-1', 'eu-central-1'])(
    'is taken from its form and answered in XML, signed for %s',
    async (region) => {
      const User = { Path: '/', UserName: 'ada', UserId: 'AIDA', Arn: 'arn', CreateDate: NOW, Tags: [] }
      const { wire, calls } = fixture({ User })
      const body = 'Action=CreateUser&Version=2010-05-08&UserName=ada&Tags.member.1.Key=a&Tags.member.1.Value=%3Cb%3E'
      const answer = await wire.handle(iamRequest(body, region))
      expect(calls).toMatchObject([
        { door: 'iam', operation: 'CreateUser', input: { UserName: 'ada', Tags: [{ Key: 'a', Value: '<b>' }] } },
      ])
      expect(answer).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/xml' } })
      expect(answer.body).toBe(`<CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <CreateUserResult>
    <User>
      <Path>/</Path>
      <UserName>ada</UserName>
      <UserId>AIDA</UserId>
      <Arn>arn</Arn>
      <CreateDate>2026-11-23T12:00:00Z</CreateDate>
      <Tags/>
    </User>
  </CreateUserResult>
  <ResponseMetadata>
    <RequestId>${ID}</RequestId>
  </ResponseMetadata>
</CreateUserResponse>
`)
    },
  )

  it('without a result is answered by its metadata alone', async () => {
    const answer = await fixture({}).wire.handle(iamRequest('Action=DeleteUser&Version=2010-05-08&UserName=ada'))
    expect(answer.body).not.toContain('DeleteUserResult')
    expect(answer.body).toContain(
      '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n  <ResponseMetadata>',
    )
  })

  it.each([
    ['NoSuchEntity', 404],
    ['EntityAlreadyExists', 409],
    ['DeleteConflict', 409],
    ['LimitExceeded', 409],
    ['AccessDenied', 403],
    ['InvalidClientTokenId', 403],
    ['MalformedPolicyDocument', 400],
    ['ValidationError', 400],
  ])('that is refused with %s has status %d', async (code, status) => {
    const { wire } = fixture(new ServiceError(code, 'no'))
    const answer = await wire.handle(iamRequest('Action=GetUser&Version=2010-05-08'))
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(`<Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>no</Message>`)
  })

  it('of an operation or a version that IAM does not have is refused, and the audit log has it', async () => {
    const { wire, calls } = fixture()
    await wire.handle(iamRequest('Action=GetCallerIdentity&Version=2010-05-08'))
    await wire.handle(iamRequest('Action=GetUser&Version=2011-06-15'))
    expect(calls).toMatchObject([
      { door: 'iam.reject', operation: 'GetCallerIdentity', code: 'InvalidAction' },
      { door: 'iam.reject', operation: 'GetUser', code: 'InvalidAction' },
    ])
  })

  it('with parameters of a wrong type is refused, and the audit log has it', async () => {
    const { wire, calls } = fixture()
    const answer = await wire.handle(iamRequest('Action=ListUsers&Version=2010-05-08&MaxItems=many'))
    expect(answer.status).toBe(400)
    expect(calls).toMatchObject([{ door: 'iam.reject', operation: 'ListUsers', code: 'MalformedInput' }])
  })

  it('that is not signed is told apart by its version', async () => {
    const answer = await fixture().wire.handle(message(FORM, utf8('Action=ListUsers&Version=2010-05-08')))
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('https://iam.amazonaws.com/doc/2010-05-08/')
  })

  it('that fails in a way nobody foresaw tells nothing of it', async () => {
    const failing = fixture(new Error('secret detail')).wire
    const answer = await failing.handle(iamRequest('Action=GetUser&Version=2010-05-08'))
    expect(answer.status).toBe(500)
    expect(answer.body).toContain('<Code>ServiceFailure</Code>')
    expect(answer.body).not.toContain('secret detail')
  })

  it('may come as a query', async () => {
    const { wire, calls } = fixture({ Users: [], IsTruncated: false })
    const query = 'Action=ListUsers&MaxItems=5&Version=2010-05-08'
    const headers = new Map([['host', ['127.0.0.1:3000']]])
    const target = { service: 'iam', region: 'us-east-1', time: NOW }
    const signed = sign({ method: 'GET', path: '/', query, headers, body: utf8('') }, ACCESS_KEY, target)
    const plain = Object.fromEntries([...signed.headers].map(([name, [value = '']]) => [name, value]))
    const answer = await wire.handle({ ...message(plain, utf8('')), method: 'GET', target: `/?${query}` })
    expect(answer.status).toBe(200)
    expect(calls).toMatchObject([{ door: 'iam', operation: 'ListUsers', input: { MaxItems: 5 } }])
  })
})

describe('open mode', () => {
  const open = { publicOrigin: 'http://127.0.0.1:3000' }

  it('takes a signature that nobody could have made', async () => {
    const { wire, calls } = fixture({ Keys: [] }, open)
    const signed = kmsRequest('ListKeys', '{}')
    await wire.handle({ ...signed, body: utf8('{"Limit":5}') })
    expect(calls).toMatchObject([{ door: 'kms', input: { Limit: 5 } }])
  })

  it('refuses the pages of others', async () => {
    const { wire, calls } = fixture({ Keys: [] }, open)
    const signed = kmsRequest('ListKeys', '{}')
    const answer = await wire.handle({ ...signed, headers: { ...signed.headers, origin: 'https://evil.example' } })
    expect(JSON.parse(answer.body).__type).toBe('AccessDeniedException')
    expect(calls).toEqual([])
  })
})
