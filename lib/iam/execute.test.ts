import { beforeEach, describe, expect, it } from 'vitest'
import { ServiceError } from '#kernel/service-error.ts'
import { envelopeOf } from '#testing/events.ts'
import { OTHER_ACCOUNT } from '#testing/harness.ts'
import { allowing, type IamHarness, openIamHarness, refusalOf } from '#testing/iam-harness.ts'
import { breakable } from '#testing/stores.ts'
import { createIam } from './execute.ts'

let iam: IamHarness
beforeEach(async () => {
  iam = await openIamHarness()
})

const records = async () => (await iam.events()).map((event) => envelopeOf(event))

describe('who may call', () => {
  it('the root user, always', async () => {
    await expect(iam.call('CreateUser', { UserName: 'ada' })).resolves.toMatchObject({ User: { UserName: 'ada' } })
  })

  it('a user whose policies allow it, and nothing else', async () => {
    const ada = await iam.user('ada', allowing('iam:CreateUser', 'arn:aws:iam::111122223333:user/team/*'))
    await iam.call('CreateUser', { UserName: 'bob', Path: '/team/' }, ada)
    const refused = await refusalOf(iam.call('CreateUser', { UserName: 'eve' }, ada))
    expect(refused).toMatchObject({
      code: 'AccessDenied',
      message:
        'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/eve because no identity-based policy allows the iam:CreateUser action',
    })
  })

  it('is told before whether anything exists', async () => {
    const ada = await iam.user('ada')
    const refused = await refusalOf(iam.call('GetUser', { UserName: 'nobody' }, ada))
    expect(refused.message).toContain('iam:GetUser on resource: user nobody because no identity-based policy allows')
  })

  it('is asked about tags apart', async () => {
    const ada = await iam.user('ada', allowing('iam:CreateUser'))
    const tagged = { UserName: 'bob', Tags: [{ Key: 'team', Value: 'red' }] }
    expect((await refusalOf(iam.call('CreateUser', tagged, ada))).message).toContain('iam:TagUser')
  })

  it('may be limited by tags, boundaries and policies of the request', async () => {
    await iam.call('CreatePolicy', { PolicyName: 'limit', PolicyDocument: JSON.stringify(allowing('kms:*')) })
    const limit = 'arn:aws:iam::111122223333:policy/limit'
    const ada = await iam.user('ada', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'iam:*',
          Resource: '*',
          Condition: { StringEquals: { 'iam:PermissionsBoundary': limit } },
        },
        {
          Effect: 'Allow',
          Action: 'iam:AttachUserPolicy',
          Resource: '*',
          Condition: { ArnEquals: { 'iam:PolicyARN': limit } },
        },
        {
          Effect: 'Allow',
          Action: 'iam:TagUser',
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } },
        },
      ],
    })
    await iam.call('CreateUser', { UserName: 'bob', PermissionsBoundary: limit }, ada)
    await iam.call('CreateUser', { UserName: 'eve' })
    expect((await refusalOf(iam.call('CreateUser', { UserName: 'mallory' }, ada))).code).toBe('AccessDenied')
    await iam.call('AttachUserPolicy', { UserName: 'eve', PolicyArn: limit }, ada)
    const admin = { UserName: 'eve', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }
    expect((await refusalOf(iam.call('AttachUserPolicy', admin, ada))).code).toBe('AccessDenied')
    await iam.call('TagUser', { UserName: 'eve', Tags: [{ Key: 'team', Value: 'red' }] }, ada)
    const blue = { UserName: 'eve', Tags: [{ Key: 'team', Value: 'blue' }] }
    expect((await refusalOf(iam.call('TagUser', blue, ada))).code).toBe('AccessDenied')
  })

  it('sees nothing of other accounts', async () => {
    await iam.call('CreateUser', { UserName: 'ada' })
    const other = iam.caller({ account: OTHER_ACCOUNT })
    expect(await iam.call('ListUsers', {}, other)).toEqual({ Users: [], IsTruncated: false })
    expect((await refusalOf(iam.call('GetUser', { UserName: 'ada' }, other))).code).toBe('NoSuchEntity')
    await iam.call('CreatePolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(allowing('kms:*')) })
    const theirs = { PolicyArn: 'arn:aws:iam::111122223333:policy/p' }
    expect((await refusalOf(iam.call('GetPolicy', theirs, other))).code).toBe('NoSuchEntity')
    await iam.call('CreateUser', { UserName: 'eve' }, other)
    const attach = iam.call('AttachUserPolicy', { UserName: 'eve', ...theirs }, other)
    expect((await refusalOf(attach)).code).toBe('NoSuchEntity')
  })
})

describe('the audit log', () => {
  it('has every call, with the decision, as one of the global service', async () => {
    await iam.call('CreateUser', { UserName: 'ada', Path: '/team/' })
    const [event] = await records()
    expect(event).toMatchObject({
      record: {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateUser',
        awsRegion: 'us-east-1',
        readOnly: false,
        requestParameters: { path: '/team/', userName: 'ada' },
        responseElements: {
          user: {
            arn: 'arn:aws:iam::111122223333:user/team/ada',
            createDate: 'Jan 1, 2026, 12:00:00 AM',
            userName: 'ada',
          },
        },
      },
      decisions: [{ outcome: 'allowed', root: true }],
    })
  })

  it('has what was refused and what failed', async () => {
    const ada = await iam.user('ada')
    await refusalOf(iam.call('ListUsers', {}, ada))
    await refusalOf(iam.call('GetUser', { UserName: 'nobody' }))
    await refusalOf(iam.call('GetUser', { UserName: 'a b' }))
    const events = (await iam.events()).slice(-3)
    expect(events.map(({ outcome }) => outcome)).toEqual(['denied', 'error', 'error'])
    expect(events.map((event) => envelopeOf(event).record.errorCode)).toEqual([
      'AccessDenied',
      'NoSuchEntity',
      'ValidationError',
    ])
  })

  it('has what could not be run', async () => {
    await iam.iam.reject('DoEverything', new ServiceError('InvalidAction', 'no'), iam.caller())
    expect(await records()).toMatchObject([{ record: { eventName: 'DoEverything', errorCode: 'InvalidAction' } }])
  })

  it('is throttled, of what could not be run too, when too much waits to be written', async () => {
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(Object.assign(new Error('8192 transactions wait'), { code: 'overloaded' }))
    const busy = createIam({ ...iam.ports, store, identities: iam.identities, vault: iam.ports.materials })
    const refused = await refusalOf(busy.reject('DoEverything', new ServiceError('InvalidAction'), iam.caller()))
    expect(refused.code).toBe('ThrottlingException')
  })

  it('never has a secret', async () => {
    const { AccessKey } = await iam.call('CreateAccessKey', {})
    const texts = (await iam.events()).map(({ text }) => text).join('\n')
    expect(texts).toContain(AccessKey.AccessKeyId)
    expect(texts).not.toContain(AccessKey.SecretAccessKey)
  })

  it('must be written before anything is answered', async () => {
    const store = breakable(iam.ports.store)
    store.fault = () => Promise.reject(new Error('disk full'))
    const broken = createIam({ ...iam.ports, store, identities: iam.identities, vault: iam.ports.materials })
    const refused = await refusalOf(broken.execute('CreateUser', { UserName: 'ada' }, iam.caller()))
    expect(refused).toMatchObject({ code: 'ServiceFailure', fault: 'server' })
    expect((await iam.call('ListUsers', {})).Users).toEqual([])
  })
})

describe('what is asked for', () => {
  it.each([
    [
      { UserName: 'a b' },
      'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    ],
    [
      { UserName: 'ada', Path: 'team' },
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    ],
    [
      { UserName: 'a'.repeat(65) },
      `1 validation error detected: Value '${'a'.repeat(65)}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [{}, "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null"],
    [
      { UserName: 'ada', Tags: [{ Key: '', Value: '' }] },
      /^2 validation errors detected: Value '' at 'tags\.1\.member\.key' failed .*greater than or equal to 1; /,
    ],
  ])('is refused in the words of AWS: %j', async (input, message) => {
    const refused = await refusalOf(iam.call('CreateUser', input as { UserName: string }))
    expect(refused.code).toBe('ValidationError')
    if (message instanceof RegExp) expect(refused.message).toMatch(message)
    else expect(refused.message).toBe(message)
  })
})
