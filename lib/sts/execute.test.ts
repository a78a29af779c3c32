import { beforeEach, describe, expect, it } from 'vitest'
import { ServiceError } from '#kernel/service-error.ts'
import { envelopeOf } from '#testing/events.ts'
import { type IamHarness, openIamHarness, ROOT_KEY, refusalOf } from '#testing/iam-harness.ts'
import { breakable } from '#testing/stores.ts'
import { createSts } from './execute.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
})

describe('GetCallerIdentity', () => {
  it('tells who calls', async () => {
    expect(await iam.sts.execute('GetCallerIdentity', {}, iam.caller())).toEqual({
      Arn: 'arn:aws:iam::111122223333:root',
      UserId: '111122223333',
      Account: '111122223333',
    })
  })

  it('leaves a record', async () => {
    const caller = { ...iam.caller(), accessKeyId: 'AKIDEXAMPLE' }
    await iam.sts.execute('GetCallerIdentity', {}, caller)
    const events = await iam.events()
    expect(events).toMatchObject([{ eventName: 'GetCallerIdentity', outcome: 'ok', keyUse: false }])
    expect(events.map((event) => envelopeOf(event).record)).toMatchObject([
      {
        eventSource: 'sts.amazonaws.com',
        eventName: 'GetCallerIdentity',
        eventTime: '2026-01-01T00:00:00Z',
        awsRegion: 'us-east-1',
        readOnly: true,
        requestID: caller.request.id,
        userIdentity: { type: 'Root', accessKeyId: 'AKIDEXAMPLE' },
      },
    ])
  })

  it('is not answered when its record cannot be written', async () => {
    const cause = new Error('disk full')
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(cause)
    const nothing = { identities: iam.identities, roles: {} as never, mint: {} as never }
    const sts = createSts({ ...iam.ports, ...nothing, store })
    const refused = await refusalOf(sts.execute('GetCallerIdentity', {}, iam.caller()))
    expect(refused).toMatchObject({ code: 'InternalFailure', fault: 'server', cause })
  })
})

describe('a call that could not be run', () => {
  it('leaves a record', async () => {
    await iam.sts.reject('DoEverything', new ServiceError('InvalidAction', 'no'), iam.caller())
    const events = await iam.events()
    expect(events).toMatchObject([{ eventName: 'DoEverything', outcome: 'error' }])
    expect(events.map((event) => envelopeOf(event).record)).toMatchObject([
      { errorCode: 'InvalidAction', errorMessage: 'no' },
    ])
  })

  it('is throttled when too much waits to be written', async () => {
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(Object.assign(new Error('8192 transactions wait'), { code: 'overloaded' }))
    const nothing = { identities: iam.identities, roles: {} as never, mint: {} as never }
    const sts = createSts({ ...iam.ports, ...nothing, store })
    const refused = await refusalOf(sts.reject('DoEverything', new ServiceError('InvalidAction'), iam.caller()))
    expect(refused.code).toBe('ThrottlingException')
  })
})

describe('GetSessionToken', () => {
  it('gives credentials of the caller, good for as long as was asked', async () => {
    const ada = await iam.user('ada')
    const { Credentials } = await iam.sts.execute('GetSessionToken', { DurationSeconds: 900 }, ada)
    expect(Credentials).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      SessionToken: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
      Expiration: iam.clock.now() + 900_000,
    })
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    const session = await iam.callerWith(keys)
    expect(session.principal).toEqual(ada.principal)
    iam.clock.advance(899_999)
    expect(await iam.identities.credential(AccessKeyId, SessionToken)).toMatchObject({
      secretAccessKey: SecretAccessKey,
    })
    iam.clock.advance(1)
    expect(await iam.identities.credential(AccessKeyId, SessionToken)).toBe('expired')
    expect(await iam.identities.credential('ASIAOTHER', SessionToken)).toBeUndefined()
  })

  it('gives those of the root user for an hour at most', async () => {
    const { Credentials } = await iam.sts.execute('GetSessionToken', { DurationSeconds: 129_600 }, iam.caller())
    expect(Credentials?.Expiration).toBe(iam.clock.now() + 3_600_000)
  })

  it('gives nothing to temporary credentials, and these cannot call IAM', async () => {
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, iam.caller())
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    const session = await iam.callerWith(keys)
    expect(await refusalOf(iam.sts.execute('GetSessionToken', {}, session))).toMatchObject({
      code: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    })
    expect((await refusalOf(iam.call('ListUsers', {}, session))).code).toBe('InvalidClientTokenId')
  })

  it.each([899, 129_601])('is refused for %d seconds', async (DurationSeconds) => {
    const refused = await refusalOf(iam.sts.execute('GetSessionToken', { DurationSeconds }, iam.caller()))
    expect(refused.code).toBe('ValidationError')
    expect(refused.message).toMatch(/^1 validation error detected: Value '\d+' at 'durationSeconds' failed/)
  })

  it('leaves no secret in the log', async () => {
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, iam.caller())
    const text = (await iam.events()).map((event) => event.text).join()
    expect(text).toContain(Credentials?.AccessKeyId)
    expect(text).not.toContain(Credentials?.SecretAccessKey)
    expect(text).not.toContain(Credentials?.SessionToken)
  })
})

describe('GetAccessKeyInfo', () => {
  const info = (AccessKeyId: string, caller = iam.caller()) =>
    iam.sts.execute('GetAccessKeyInfo', { AccessKeyId }, caller)

  it('tells the account of a key, of temporary credentials too', async () => {
    const { AccessKey } = await iam.call('CreateAccessKey', {})
    expect(await info(AccessKey.AccessKeyId)).toEqual({ Account: '111122223333' })
    expect(await info(ROOT_KEY.accessKeyId)).toEqual({ Account: '111122223333' })
    const { Credentials } = await iam.sts.execute('GetSessionToken', {}, iam.caller())
    expect(await info(Credentials?.AccessKeyId ?? '')).toEqual({ Account: '111122223333' })
    expect((await refusalOf(info('AKIAIOSFODNN7EXAMPLE'))).code).toBe('ValidationError')
  })

  it('needs permission', async () => {
    const refused = await refusalOf(info(ROOT_KEY.accessKeyId, await iam.user('ada')))
    expect(refused.message).toContain('sts:GetAccessKeyInfo on resource: * because no identity-based policy allows')
  })
})
